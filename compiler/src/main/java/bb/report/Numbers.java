package bb.report;

import java.util.Locale;

/** How numbers are written for people. */
public final class Numbers {
  private static final String[] DECIMAL = {"", " k", " M", " G", " T", " P", " E"};
  private static final String[] BINARY = {" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};

  private Numbers() {}

  /** {@code 25,557,032}. */
  public static String exact(long number) {
    // not by String.format, which reads the locale's signs first
    StringBuilder text = new StringBuilder().append(number);
    int first = number < 0 ? 1 : 0;
    for (int i = text.length() - 3; i > first; i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }

  /** Three significant digits and a decimal unit: {@code 4.09 G}. */
  public static String rounded(long number) {
    return scaled(number, 1000, DECIMAL);
  }

  /** Three significant digits and a binary unit: {@code 97.5 MiB}. */
  public static String bytes(long number) {
    return scaled(number, 1024, BINARY);
  }

  private static String scaled(long number, int base, String[] units) {
    double value = number;
    int unit = 0;
    // 999.5 would be written as 1000
    while (value >= Math.min(base, 999.5) && unit < units.length - 1) {
      value /= base;
      unit++;
    }
    if (unit == 0) {
      return number + units[0];
    }
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", value, units[unit]);
  }
}
