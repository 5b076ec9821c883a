package bb.runtime.io;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file that is written: its length, and JSON padded with blanks, so
 * that the numbers behind it are aligned.
 */
final class HeaderText {
  private static final int ALIGNMENT = 8;

  private final JsonStringWriter json = JsonWriter.string().object();

  /** What the file says about itself. */
  HeaderText metadata(Map<String, String> metadata) {
    json.object("__metadata__");
    metadata.forEach(json::value);
    json.end();
    return this;
  }

  /** A tensor, and where it lies after the header. */
  void tensor(String name, ElementType type, List<Integer> shape, long begin, long end) {
    json.object(name)
        .value("dtype", type.name())
        .array("shape", shape)
        .array("data_offsets", List.of(begin, end))
        .end();
  }

  byte[] bytes() {
    String text = json.end().done();
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    byte[] padded = (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + padded.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(padded.length)
        .put(padded)
        .array();
  }
}
