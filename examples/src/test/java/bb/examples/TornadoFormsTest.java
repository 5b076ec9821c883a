package bb.examples;

import bb.backend.tornado.OnDevice;
import bb.backend.tornado.StandIns;
import bb.backend.tornado.code.Precision;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks with libraries, and in 16 bits, on the stand-in of a CUDA device. */
@Tag("once")
@Execution(ExecutionMode.SAME_THREAD) // what the devices are is said to the whole process
final class TornadoFormsTest {
  private static final String DEVICE = "cuda:gpu";
  private static final String LIBRARIES = "bb.tornado.libraries";
  private static final String STYLE = "bb.tornado.style";

  @ParameterizedTest(name = "{0} with {2}")
  @CsvSource({
    "ResNet18, zoo/resnet.bb, product convolution",
    "GoogLeNet, zoo/googlenet.bb, convolution",
    "DenseNet121, zoo/densenet.bb, product",
    "MobileNetV3Small, zoo/mobilenet_v3.bb, product",
    "UNet128, zoo/unet.bb, convolution",
    "ViTNarrow, src/test/resources/narrow/vit.bb, product"
  })
  void librariesAgreeWithTheCpuEngine(String network, Path file, String forms) {
    check(network, file, Precision.FP32, 1e-4, forms);
  }

  @ParameterizedTest(name = "{0} with {2}")
  @CsvSource({
    "ResNet18, zoo/resnet.bb, off product fused",
    "GoogLeNet, zoo/googlenet.bb, off",
    "MobileNetV3Small, zoo/mobilenet_v3.bb, off",
    "EfficientNetB0, zoo/efficientnet.bb, off fused",
    "ViTNarrow, src/test/resources/narrow/vit.bb, off product"
  })
  void halvesAreNearTheCpuEngine(String network, Path file, String forms) {
    check(network, file, Precision.FP16, 4e-3, forms);
  }

  /**
   * Compiles once and runs in each form. The kernels that are not the library's are loops:
   * work-groups take an emulator too long.
   */
  private static void check(
      String network, Path file, Precision precision, double tolerance, String forms) {
    StandIns.Both both = StandIns.compile(TornadoZooTest.smallest(file, network), precision);
    WeightSource weights = SecondEngineTest.weights(network);
    Map<String, Tensor> expected = TornadoZooTest.predict(both.cpu(weights));
    for (String form : forms.split(" ")) {
      Map<String, Tensor> found =
          OnDevice.with(
              DEVICE,
              () -> TornadoZooTest.predict(both.tornado(weights)),
              LIBRARIES,
              form,
              STYLE,
              "parallel");
      SecondEngineTest.agree(expected, found, tolerance);
    }
  }
}
