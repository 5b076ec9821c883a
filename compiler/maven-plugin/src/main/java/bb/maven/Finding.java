package bb.maven;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;

/**
 * A diagnostic, as {@code bbc --format json} prints it, a line each.
 *
 * @param place {@code file.bb:[3,5]}, as Maven's compiler plugin writes it and IDEs read it; empty
 *     if it is about none
 * @param rendered what bbc would have printed
 */
record Finding(boolean isError, String place, String code, String message, String rendered) {

  static Finding of(String line) throws JsonParserException {
    JsonObject json = JsonParser.object().from(line);
    JsonArray spans = json.getArray("spans", new JsonArray());
    String place = "";
    for (int i = 0; i < spans.size(); i++) {
      JsonObject span = spans.getObject(i);
      if (span.getBoolean("is_primary", false)) {
        place =
            span.getString("file_name")
                + ":["
                + span.getInt("line_start")
                + ","
                + span.getInt("column_start")
                + "]";
      }
    }
    return new Finding(
        json.getString("level", "error").equals("error"),
        place,
        json.getObject("code", new JsonObject()).getString("code", ""),
        json.getString("message", ""),
        json.getString("rendered", ""));
  }

  /** In one line, and below it where and why. */
  String text() {
    String head = place.isEmpty() ? "" : place + " ";
    String rest = rendered.contains("\n") ? rendered.substring(rendered.indexOf('\n')) : "";
    return (head + code + ": " + message + rest).stripTrailing();
  }
}
