package bb.syntax;

import bb.source.Hidden;
import bb.source.SourceFile;

/**
 * Finds what a reader of a file would not see, in comments and strings too: the file must be to
 * people what it is to the compiler.
 */
final class HiddenCharacters {
  /** Some editors begin a file with it, where it means nothing. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private HiddenCharacters() {}

  static void report(SourceFile file, SyntaxErrors errors) {
    String text = file.text();
    boolean returned = false; // a file that has one mostly ends all its lines so
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      if (Hidden.is(c) && !(i == 0 && c == BYTE_ORDER_MARK)) {
        errors.add(SyntaxProblems.hiddenCharacter(file.span(i, next), c));
      } else if (!returned && file.isLoneReturn(i)) {
        errors.add(SyntaxProblems.loneReturn(file.span(i, next)));
        returned = true;
      }
    }
  }
}
