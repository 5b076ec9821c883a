package bb.runtime;

import java.util.Objects;

/**
 * What runs a model.
 *
 * @param device the device that TornadoVM uses; empty for the engines on the processor
 * @param vectorBits how long vectors are; 0 if there are none
 * @param threads the most that one example is worth, by the processors there are and the work there
 *     is; a batch may be worth more. 1 on a device
 */
public record EngineInfo(Kind kind, String device, int vectorBits, int threads) {
  public EngineInfo {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(device, "device");
  }

  /** The engines. */
  public enum Kind {
    /** On the processor, with the Vector API. */
    VECTOR,
    /**
     * On the processor, in plain Java, which is several times slower. A program that uses a model
     * gets the Vector API with {@code --add-modules jdk.incubator.vector}.
     */
    SCALAR,
    /** On a device, by TornadoVM. */
    TORNADO
  }

  @Override
  public String toString() {
    String processor = threads == 1 ? ", 1 thread" : ", up to " + threads + " threads";
    return switch (kind) {
      case VECTOR -> "CPU, Vector API of " + vectorBits + " bits" + processor;
      case SCALAR -> "CPU, scalar" + processor;
      case TORNADO -> "TornadoVM, " + device;
    };
  }
}
