package bb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Nothing that a file can hold does anything to a terminal. */
class VisibleTest {
  /** Line breaks, escapes, directions, what is not seen, halves of characters. */
  private static final String HOSTILE =
      "\0\t\n\r\u0007\u000b\u001b[31m\u007f\u0085\u009b\u00ad\u061c\u200b\u200d\u200e\u2028\u2029"
          + "\u202a\u202e\u2060\u2066\u2069\ufeff\ud800\udc00\udb40\udc01";

  @Provide
  Arbitrary<String> texts() {
    StringArbitrary hostile = Arbitraries.strings().withChars(HOSTILE.toCharArray());
    return Arbitraries.oneOf(Arbitraries.strings(), hostile.ofMaxLength(2000));
  }

  @Property(tries = 2000)
  void aLineIsOne(@ForAll("texts") String text) {
    String line = Visible.line(text);
    assertTrue(line.length() <= 500, line);
    assertFalse(line.codePoints().anyMatch(VisibleTest::acts), line);
    assertEquals(line, Visible.line(line));
    UserError error = new UserError(ErrorCode.BB0601, text).note(text, text).help(text);
    assertEquals(4, error.text().lines().count());
  }

  private static boolean acts(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  @Property
  void wordsOfAllLanguagesStay(@ForAll("words") String word) {
    assertEquals(word, Visible.line(word));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings()
        .withChars("aZ09_-./ äßéñøłжאבעربيहिन्दी中文日本語한국어→≥😀")
        .ofMaxLength(100)
        .filter(word -> word.codePoints().noneMatch(VisibleTest::acts));
  }

  @Example
  void whatIsTooLongLacksItsMiddle() {
    String line = Visible.line("begin" + "x".repeat(100_000) + "end");
    assertTrue(line.startsWith("beginxxx") && line.contains("x … x") && line.endsWith("xxxend"));
    assertEquals("<U+001B>[2J", Visible.line("\u001b[2J"));
  }
}
