package bb.runtime.tornado;

import bb.runtime.UserError;
import java.util.List;

/** Floats of 16 bits, which are a feature that a device has or has not. */
final class Halves {
  private Halves() {}

  /** Refuses a network before any of it is compiled for a device that cannot run it. */
  static void check(DeviceNetwork network) {
    Device device = network.device();
    if (network.usesHalves() && !device.hasHalves()) {
      throw new UserError(
          "BB0640",
          "`%s` has no 16-bit floats".formatted(device),
          List.of(
              "the network is compiled for them: `--precision fp16`",
              "compile it without, or run it where there are: every GPU of NVIDIA has them with"
                  + " the backends PTX and CUDA, other devices if their OpenCL lists"
                  + " `cl_khr_fp16`"));
    }
  }
}
