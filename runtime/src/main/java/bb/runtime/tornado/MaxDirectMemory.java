package bb.runtime.tornado;

import java.lang.management.ManagementFactory;

/** How much memory Java may have outside of its heap. */
final class MaxDirectMemory {
  /** In bytes. */
  static final long BYTES = find();

  private MaxDirectMemory() {}

  /** What HotSpot was told, if it says; its own choice is as much as the heap may grow to. */
  private static long find() {
    try {
      Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
      Object option =
          type.getMethod("getVMOption", String.class)
              .invoke(
                  ManagementFactory.getPlatformMXBean(
                      type.asSubclass(java.lang.management.PlatformManagedObject.class)),
                  "MaxDirectMemorySize");
      long bytes =
          Long.parseLong(option.getClass().getMethod("getValue").invoke(option).toString());
      return bytes > 0 ? bytes : Runtime.getRuntime().maxMemory();
    } catch (ReflectiveOperationException | LinkageError | RuntimeException ignored) {
      return Runtime.getRuntime().maxMemory();
    }
  }
}
