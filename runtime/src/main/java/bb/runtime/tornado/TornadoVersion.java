package bb.runtime.tornado;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of TornadoVM, as it calls itself: {@code 5.2.0-jdk25}.
 *
 * @param text what it calls itself
 * @param major 0 if the text is no version
 * @param jdk the JDK that it was built for; 0 if it does not say
 */
public record TornadoVersion(String text, int major, int minor, int jdk) {
  /** The oldest that emitted code works with. */
  public static final String OLDEST = "5.2.0-jdk25";

  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:.*?jdk(\\d{1,6}))?.*");

  public static TornadoVersion of(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      return new TornadoVersion(text, 0, 0, 0);
    }
    int jdk = numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3));
    return new TornadoVersion(
        text, Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), jdk);
  }

  /** Whether emitted code works with it. */
  public boolean isEnough() {
    TornadoVersion oldest = of(OLDEST);
    boolean recent = major > oldest.major || major == oldest.major && minor >= oldest.minor;
    return recent && (jdk == 0 || jdk >= oldest.jdk);
  }

  @Override
  public String toString() {
    return text;
  }
}
