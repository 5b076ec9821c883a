package bb.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no syntax error shows: several files, many labels, wide characters, colour. */
final class TextRendererTest {
  private static final SourceFile NET =
      new SourceFile(
          "net.bb",
          """
          block A {
          \tadd { | identity | conv(64, 3) }
            "日本 e\u0301": conv(64)
            bn
            relu
          }
          """);

  private static Span find(SourceFile file, String text) {
    int start = file.text().indexOf(text);
    return file.span(start, start + text.length());
  }

  private static void check(Diagnostic diagnostic, String expected) {
    assertEquals(expected, TextRenderer.render(diagnostic, false));
  }

  @Test
  void severalLabelsOnOneLineHangFromTheirMarks() {
    check(
        Diagnostic.at(Code.BB0101, find(NET, "add"), "cannot add", "adds")
            .with(new Label(find(NET, "identity"), "has shape [3, 8]"))
            .with(new Label(find(NET, "conv(64, 3)"), "has shape [64, 6]"))
            .note("the channels are 3\nand 64"),
        """
        error[BB0101]: cannot add
          ┌─ net.bb:2:2
        2 │     add { | identity | conv(64, 3) }
          │     ^^^     --------   ----------- has shape [64, 6]
          │     │       │
          │     │       has shape [3, 8]
          │     │
          │     adds
          note: the channels are 3
                and 64
          for more: bbc explain BB0101
        """);
  }

  @Test
  void aLabelInsideAnotherStaysVisible() {
    check(
        Diagnostic.at(Code.BB0101, find(NET, "64"), "too wide", "is 64")
            .with(new Label(find(NET, "conv(64, 3)"), "in this layer")),
        """
        error[BB0101]: too wide
          ┌─ net.bb:2:26
        2 │     add { | identity | conv(64, 3) }
          │                        -----^^----
          │                        │    │
          │                        │    is 64
          │                        │
          │                        in this layer
          for more: bbc explain BB0101
        """);
  }

  @Test
  void wideAndCombiningCharactersAreCountedAsTheyAreShown() {
    check(
        Diagnostic.at(Code.BB0101, find(NET, "conv(64)"), "too wide", "here"),
        """
        error[BB0101]: too wide
          ┌─ net.bb:3:12
        3 │   "日本 e\u0301": conv(64)
          │             ^^^^^^^^ here
          for more: bbc explain BB0101
        """);
  }

  @Test
  void aLabelOverSeveralLinesMarksItsEnds() {
    check(
        Diagnostic.at(Code.BB0101, find(NET, NET.text().strip()), "all wrong", "this block"),
        """
        error[BB0101]: all wrong
          ┌─ net.bb:1:1
        1 │ block A {
          │ ^^^^^^^^^
          ⋮
        6 │ }
          │ ^ this block
          for more: bbc explain BB0101
        """);
  }

  @Test
  void labelsOfOtherFilesHaveTheirOwnPlace() {
    var other = new SourceFile("lib/other.bb", "\n\n\n\n\n\n\n\n\nblock B { relu }\n");
    check(
        Diagnostic.at(Code.BB0101, find(NET, "bn"), "no such layer", "")
            .with(new Label(find(other, "B"), "called from here")),
        """
        error[BB0101]: no such layer
           ┌─ net.bb:4:3
         4 │   bn
           │   ^^
           ┌─ lib/other.bb:10:7
        10 │ block B { relu }
           │       - called from here
          for more: bbc explain BB0101
        """);
  }

  @Test
  void editsShowTheChangedLines() {
    Span place = find(NET, "bn");
    Span after = NET.span(place.end(), place.end());
    check(
        Diagnostic.general(Code.BB0101, "something general")
            .help(Help.replace("insert", after, "\n  relu"))
            .help(Help.replace("replace", place, "batch_norm"))
            .help(Help.replace("remove", find(NET, "| identity "), "")),
        """
        error[BB0101]: something general
          help: insert
        4 │   bn
        5 │   relu
          │ ++++++
          help: replace
        4 │   batch_norm
          │   ~~~~~~~~~~
          help: remove
        2 │     add { | conv(64, 3) }
          for more: bbc explain BB0101
        """);
  }

  @Test
  void colourAndControlCharacters() {
    var file = new SourceFile("a.bb", "x \u001b[2J y");
    assertEquals(
        """
        \u001b[1;31merror[BB0101]\u001b[0m\u001b[1m: no <U+001B>\u001b[0m
          \u001b[34m┌─ \u001b[0ma.bb:1:1
        \u001b[34m1 │\u001b[0m x <U+001B>[2J y
        \u001b[34m  │\u001b[0m \u001b[1;31m^\u001b[0m \u001b[1;31mhere\u001b[0m
          for more: bbc explain BB0101

        \u001b[1m1 error\u001b[0m
        """,
        TextRenderer.render(
            List.of(Diagnostic.at(Code.BB0101, file.span(0, 1), "no \u001b", "here")), true));
    assertEquals("", TextRenderer.render(List.of(), true));
  }
}
