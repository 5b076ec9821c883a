package bb.runtime.cli;

import bb.runtime.WeightSource;
import bb.runtime.tornado.Device;
import bb.runtime.tornado.FakeNetwork;
import bb.runtime.tornado.KernelFailure;
import bb.runtime.tornado.TornadoModel;
import java.util.function.UnaryOperator;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;

/** What the compiler would make of {@link TinyModel} for TornadoVM, on several devices. */
final class TinyDevice {
  private static final Device GPU = new Device("CUDA", "NVIDIA H200", true, true, 151L << 30);

  private TinyDevice() {}

  private static TornadoModel model(Device device, UnaryOperator<float[]> function) {
    return new TornadoModel(new FakeNetwork(TinyModel.INFO, device, false, function));
  }

  /** A GPU that is off by a thousandth. */
  public static final class OnGpu {
    private OnGpu() {}

    public static Device findDevice() {
      return GPU;
    }

    public static TornadoModel load(WeightSource weights) {
      TinyModel exact = TinyModel.load(weights);
      return model(
          GPU,
          input -> {
            float[] output = exact.predict(input);
            for (int i = 0; i < output.length; i++) {
              output[i] *= 1.001f;
            }
            return output;
          });
    }
  }

  /** A GPU for which the network is compiled with 16-bit floats. */
  public static final class InHalves {
    private InHalves() {}

    public static Device findDevice() {
      return GPU;
    }

    public static TornadoModel load(WeightSource weights) {
      TinyModel exact = TinyModel.load(weights);
      FakeNetwork network = new FakeNetwork(TinyModel.INFO, GPU, true, exact::predict);
      network.notes.add("`tiny.tuning.json` is left alone and not used: it is not JSON");
      return new TornadoModel(network);
    }
  }

  /** The processor, by way of a driver. */
  public static final class OnProcessor {
    private OnProcessor() {}

    public static Device findDevice() {
      return new Device("OpenCL", "pthread-EPYC", false, false, 16L << 30);
    }

    public static TornadoModel load(WeightSource weights) {
      return model(findDevice(), TinyModel.load(weights)::predict);
    }
  }

  /** Nothing. */
  public static final class Nowhere {
    private Nowhere() {}

    public static Device findDevice() {
      throw new ExceptionInInitializerError(
          new TornadoBailoutRuntimeException(
              "\u001B[31m[WARNING] No OpenCL platforms found. Deoptimizing to sequential"
                  + " execution.\u001B[0m"));
    }

    public static TornadoModel load(WeightSource weights) {
      throw new AssertionError("without a device");
    }
  }

  /** A GPU for which a kernel cannot be compiled. */
  public static final class Uncompiled {
    private Uncompiled() {}

    public static Device findDevice() {
      return GPU;
    }

    public static TornadoModel load(WeightSource weights) {
      return model(
          GPU,
          _ -> {
            throw new KernelFailure(
                "fc (tiny.bb:5)",
                new TornadoInternalError("unimplemented: dynamically sized array declarations"));
          });
    }
  }
}
