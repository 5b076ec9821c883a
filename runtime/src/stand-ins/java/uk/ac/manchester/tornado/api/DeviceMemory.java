package uk.ac.manchester.tornado.api;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;
import uk.ac.manchester.tornado.api.types.arrays.DeviceCopy;

/**
 * How much a plan may allocate: what {@code -Dtornado.device.memory} says, or 4 GB. Graphs keep
 * what they have allocated, each on its own, but for what they consume. TornadoVM has no such
 * class.
 */
public final class DeviceMemory {
  private static final AtomicLong ALLOCATED = new AtomicLong();

  private static final String PROPERTY = "tornado.device.memory";

  private static final String DEFAULT = "4GB";

  private DeviceMemory() {}

  /**
   * The bytes on the device of all plans, also of those that were forgotten without being freed.
   */
  public static long allocated() {
    return ALLOCATED.get();
  }

  static void allocate(DeviceCopy copy) {
    ALLOCATED.addAndGet(copy.bytes());
  }

  static void free(DeviceCopy copy) {
    ALLOCATED.addAndGet(-copy.bytes());
  }

  static void check(List<PlannedGraph> graphs) {
    Set<DeviceCopy> copies = Collections.newSetFromMap(new IdentityHashMap<>());
    graphs.forEach(graph -> copies.addAll(graph.copies()));
    long bytes = copies.stream().mapToLong(DeviceCopy::bytes).sum();
    if (bytes > limit()) {
      throw new TornadoOutOfMemoryException(
          "Unable to allocate " + bytes + " bytes of memory. -Dtornado.device.memory=<X>GB");
    }
  }

  private static long limit() {
    String text = System.getProperty(PROPERTY, DEFAULT);
    long number = Long.parseLong(text.substring(0, text.length() - 2));
    return switch (text.substring(text.length() - 2)) {
      case "MB" -> number << 20;
      case "GB" -> number << 30;
      default -> throw new IllegalArgumentException(PROPERTY + "=" + text);
    };
  }
}
