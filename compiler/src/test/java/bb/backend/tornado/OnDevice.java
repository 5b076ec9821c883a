package bb.backend.tornado;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** System properties that hold for a while: which devices the stand-in offers, among others. */
public final class OnDevice {
  private static final String DEVICES = "standin.devices";

  private OnDevice() {}

  /**
   * Computes with a device.
   *
   * @param device {@code cuda:gpu}
   * @param properties name, value, name, value
   */
  public static <T> T with(String device, Supplier<T> what, String... properties) {
    Map<String, String> wanted = new HashMap<>(Map.of(DEVICES, device));
    for (int i = 0; i < properties.length; i += 2) {
      wanted.put(properties[i], properties[i + 1]);
    }
    Map<String, String> before = new HashMap<>();
    wanted.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return what.get();
    } finally {
      before.forEach((name, value) -> {
        if (value == null) {
          System.clearProperty(name);
        } else {
          System.setProperty(name, value);
        }
      });
    }
  }
}
