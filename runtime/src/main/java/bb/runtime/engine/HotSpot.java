package bb.runtime.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.util.Optional;

/**
 * What the virtual machine says of its options: HotSpot does, with module {@code jdk.management}.
 */
public final class HotSpot {
  private HotSpot() {}

  /** An option's value, as text; nothing where the machine does not say or has none such. */
  public static Optional<String> option(String name) {
    try {
      Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
      Object option =
          type.getMethod("getVMOption", String.class)
              .invoke(
                  ManagementFactory.getPlatformMXBean(type.asSubclass(PlatformManagedObject.class)),
                  name);
      return Optional.of(option.getClass().getMethod("getValue").invoke(option).toString());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException ignored) {
      return Optional.empty();
    }
  }
}
