package bb.report.html;

import bb.report.draw.Markup;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that a network was made of, in the order in which they are asked for. */
final class Places {
  private final String id;
  private final Map<SourceFile, Integer> files = new LinkedHashMap<>();

  /**
   * @param id what the ids of lines begin with
   */
  Places(String id) {
    this.id = id;
  }

  /** How boxes and lines name a place: {@code FILE:LINE}, by the file's number. */
  String of(Span span) {
    return files.computeIfAbsent(span.file(), _ -> files.size()) + ":" + span.line();
  }

  /** The files with their lines. */
  void write(Markup out) {
    out.open("div", "class", "source", "role", "listbox", "aria-label", "Source").line();
    List<SourceFile> all = new ArrayList<>(files.keySet());
    for (int file = 0; file < all.size(); file++) {
      out.element("h3", all.get(file).path(), "role", "presentation").line();
      out.open("ol", "role", "presentation");
      int lines = all.get(file).text().endsWith("\n") ? -1 : 0;
      lines += all.get(file).lineCount();
      for (int line = 1; line <= lines; line++) {
        String at = file + ":" + line;
        out.open("li", "role", "option", "id", id + "-l" + file + "-" + line, "data-line", at)
            .element("code", all.get(file).lineText(line))
            .close()
            .line();
      }
      out.close().line();
    }
    out.close().line();
  }
}
