package bb.runtime.tornado;

import bb.runtime.io.Message;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory of the device and of the host TornadoVM may use, and what fits in it. */
final class Budget {
  /** A number of bytes, or one with a unit: {@code 9GB}. */
  static final String PROPERTY = "tornado.device.memory";

  /** The same of the host. */
  static final String HOST_PROPERTY = "bb.tornado.host.memory";

  private static final long DEFAULT = 4L << 30;
  private static final String UNITS = "KMGTPE";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(?:([" + UNITS + "])?B)?");

  private Budget() {}

  static boolean isSize(String text) {
    return SIZE.matcher(text).matches();
  }

  /** Of the device, as TornadoVM reads the property. */
  static long bytes() {
    return bytes(PROPERTY, DEFAULT);
  }

  /** Of the host: what Java may have outside of its heap, unless the property says less or more. */
  static long hostBytes() {
    return bytes(HOST_PROPERTY, MaxDirectMemory.BYTES);
  }

  private static long bytes(String property, long otherwise) {
    Matcher size = SIZE.matcher(System.getProperty(property, ""));
    if (!size.matches()) {
      return otherwise;
    }
    long number = Long.parseLong(size.group(1));
    int power = size.group(2) == null ? 0 : UNITS.indexOf(size.group(2)) + 1;
    return number > Long.MAX_VALUE >> 10 * power ? Long.MAX_VALUE : number << 10 * power;
  }

  /** The most examples of a network that fit; 0 if not even one does. */
  static int examples(DeviceNetwork network) {
    long examples = Math.min(onDevice(network), onHost(network));
    return (int) Math.min(examples, network.maxBatch());
  }

  /** The most that fit on the device. */
  static long onDevice(DeviceNetwork network) {
    return examples(bytes(), network.weightBytes(), network.activationBytes());
  }

  /** The most whose twins fit beside Java's heap. */
  static long onHost(DeviceNetwork network) {
    return examples(hostBytes(), network.weightBytes(), network.hostBytes());
  }

  private static long examples(long budget, long weights, long each) {
    return Math.max(0, budget - weights) / Math.max(1, each);
  }

  /** Whether programs of these batch sizes fit at the same time. */
  static boolean fit(DeviceNetwork network, Collection<Integer> batches) {
    long examples = batches.stream().mapToLong(Integer::longValue).sum();
    // each program has copies of the weights on the device, of which the host has one
    long device = batches.size() * network.weightBytes() + examples * network.activationBytes();
    long host = network.weightBytes() + examples * network.hostBytes();
    return device <= bytes() && host <= hostBytes();
  }

  /** What {@code batch} examples of a network take on the device, in bytes. */
  static long needed(DeviceNetwork network, int batch) {
    return network.weightBytes() + batch * network.activationBytes();
  }

  /**
   * The option that lets TornadoVM use at least {@code bytes}: {@code -Dtornado.device.memory=6GB}.
   */
  static String option(long bytes) {
    return "-D%s=%dGB".formatted(PROPERTY, (bytes >> 30) + 1);
  }

  /** The option that lets Java have at least {@code bytes} outside of its heap. */
  static String hostOption(long bytes) {
    return "-XX:MaxDirectMemorySize=%dg".formatted((bytes >> 30) + 1);
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
