package bb.runtime.tornado;

import java.util.Map;

/**
 * How long each form of a kernel took.
 *
 * @param choice the form that is taken
 * @param microseconds of each form that could be measured, by its name
 */
public record Measurement(Key key, String choice, Map<String, Double> microseconds) {
  public Measurement {
    microseconds = Map.copyOf(microseconds);
  }

  /**
   * What a measurement is valid for.
   *
   * @param device what the driver calls the device
   * @param tornadovm TornadoVM's release
   * @param options what else changes the forms: {@code fp16 tiled tf32}
   * @param kernel what the kernel computes, and a checksum of its text
   */
  public record Key(String device, String tornadovm, String options, int batch, String kernel) {}
}
