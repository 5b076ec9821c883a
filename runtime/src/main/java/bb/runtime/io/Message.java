package bb.runtime.io;

import java.util.Locale;

/** Text for users, the same in every locale. */
public final class Message {
  private Message() {}

  /** {@link String#format} with a point for fractions and commas between thousands. */
  public static String of(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
