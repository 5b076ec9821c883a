package bb.runtime.tornado;

import bb.runtime.io.Message;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much device memory TornadoVM may use, and what fits in it. */
final class Budget {
  /** A number of bytes, or one with a unit: {@code 9GB}. */
  static final String PROPERTY = "tornado.device.memory";

  private static final long DEFAULT = 4L << 30;
  private static final String UNITS = "KMGTPE";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(?:([" + UNITS + "])?B)?");

  private Budget() {}

  static boolean isSize(String text) {
    return SIZE.matcher(text).matches();
  }

  /** In bytes, as TornadoVM reads the property. */
  static long bytes() {
    Matcher size = SIZE.matcher(System.getProperty(PROPERTY, ""));
    if (!size.matches()) {
      return DEFAULT;
    }
    long number = Long.parseLong(size.group(1));
    int power = size.group(2) == null ? 0 : UNITS.indexOf(size.group(2)) + 1;
    return number > Long.MAX_VALUE >> 10 * power ? Long.MAX_VALUE : number << 10 * power;
  }

  /** The most examples of a network that fit; 0 if not even one does. */
  static int examples(DeviceNetwork network) {
    long room = bytes() - network.weightBytes();
    long examples = Math.max(0, room) / Math.max(1, network.activationBytes());
    return (int) Math.min(examples, network.maxBatch());
  }

  /** What {@code batch} examples of a network take, in bytes. */
  static long needed(DeviceNetwork network, int batch) {
    return network.weightBytes() + batch * network.activationBytes();
  }

  /**
   * The option that lets TornadoVM use at least {@code bytes}: {@code -Dtornado.device.memory=6GB}.
   */
  static String option(long bytes) {
    return "-D%s=%dGB".formatted(PROPERTY, (bytes >> 30) + 1);
  }

  /** {@code 5.13 GiB}. */
  static String text(long bytes) {
    if (bytes < 1 << 20) {
      return Message.of("%.2f KiB", bytes / 1024.0);
    }
    return bytes < 1 << 30
        ? Message.of("%.2f MiB", bytes / 1048576.0)
        : Message.of("%.2f GiB", bytes / 1073741824.0);
  }
}
