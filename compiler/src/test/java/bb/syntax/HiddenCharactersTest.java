package bb.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.diagnostics.Code;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is to its readers what it is to the compiler. */
final class HiddenCharactersTest {
  /**
   * What changes the direction of text (as rustc's lints text_direction_codepoint_in_literal and
   * in_comment list it), what has no width, what ends a line for some, and controls.
   */
  private static final List<Integer> REFUSED =
      IntStream.of(
              0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E,
              0x200F, 0x061C, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x2028, 0x2029,
              0x0085, 0x000B, 0x000C, 0x001C, 0x001D, 0x001E, 0x0000, 0x0008, 0x001B, 0x007F,
              0x009B, 0xE0041)
          .boxed()
          .toList();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# %s\nlet x = 1\n",
        "let x = \"%s\"\n",
        "## %s\nnetwork N {}\n",
        "network N { \"a%s\": relu }\n",
        "assert true, \"%s\"",
        "let x%s = 1\n",
        "# bb: allow(unused-let) %s\n"
      })
  void hiddenCharactersAreRefusedWhereverTheyStand(String place) {
    for (int c : REFUSED) {
      assertEquals(
          1, count(place.formatted("|" + Character.toString(c))), Integer.toHexString(c) + place);
    }
    assertEquals(0, count(place.formatted("\t é 文 😀 \u00A0 −")));
  }

  @Test
  void aByteOrderMarkMayBeginAFile() {
    assertEquals(0, count("\uFEFFlet x = 1\n"));
    assertEquals(1, count("let x = 1\n\uFEFF"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"# %s.\nlet x = 1\n", "## %s.\nnetwork N {}\n", "let x = 1 %s let y = 2\n"})
  void aCarriageReturnAloneIsRefused(String place) {
    assertEquals(1, count(place.formatted("\r")));
    assertEquals(1, count(place.formatted("\r").replace('\n', '\r')));
    assertEquals(0, count(place.formatted("").replace("\n", "\r\n")));
  }

  @Test
  void linesThatEndInCarriageReturnsAreOneMistake() {
    String text = "network N {\n  input x: [3, 8, 8] # an image\n  conv(8, 1)\n}\n";
    Problems problems = new Problems();
    Ast.File read = Parser.parse(new SourceFile("a.bb", text.replace('\n', '\r')), problems);
    assertEquals(List.of(Code.BB0122), problems.sorted().stream().map(p -> p.code()).toList());
    assertEquals(1, read.declarations().size());
  }

  private static long count(String text) {
    Problems problems = new Problems();
    Parser.parse(new SourceFile("a.bb", text), problems);
    return problems.sorted().stream().filter(p -> p.code() == Code.BB0122).count();
  }
}
