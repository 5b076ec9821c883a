package bb.syntax;

import java.util.Optional;

/** Characters that look like those of the language: letters of other scripts, wide forms. */
final class LookAlikes {
  private static final String OTHERS = "аеорсухіѕјһԁАВЕКМНОРСТХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
  private static final String LATIN = "aeopcyxisjhdABEKMHOPCTXIJSoABEZHIKMNOPTYX";

  /**
   * The forms of all characters of ASCII from {@code !} to {@code ~} that are as wide as Chinese.
   */
  private static final char FIRST_WIDE = '\uFF01';

  private static final char LAST_WIDE = '\uFF5E';

  private LookAlikes() {}

  /** The text in ASCII, if each of its characters looks like one. */
  static Optional<String> ascii(String text) {
    StringBuilder ascii = new StringBuilder();
    for (char c : text.toCharArray()) {
      int other = OTHERS.indexOf(c);
      if (other >= 0) {
        ascii.append(LATIN.charAt(other));
      } else if (c >= FIRST_WIDE && c <= LAST_WIDE) {
        ascii.append((char) (c - FIRST_WIDE + '!'));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(ascii.toString());
  }
}
