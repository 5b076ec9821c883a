package bb.examples;

import bb.backend.tornado.OnDevice;
import bb.backend.tornado.StandIns;
import bb.backend.tornado.code.Precision;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks with libraries, and in 16 bits, on the stand-in of a CUDA device. */
final class TornadoFormsTest {
  private static final String DEVICE = "cuda:gpu";
  private static final String LIBRARIES = "bb.tornado.libraries";
  private static final String STYLE = "bb.tornado.style";

  @ParameterizedTest(name = "{0} with {2}")
  @CsvSource({
    "ResNet18, resnet, product convolution",
    "GoogLeNet, googlenet, convolution",
    "DenseNet121, densenet, product",
    "MobileNetV3Small, mobilenet_v3, product",
    "UNet128, unet, convolution",
    "ViTB16, vit, product"
  })
  void librariesAgreeWithTheCpuEngine(String network, String file, String forms) {
    check(network, file, Precision.FP32, 1e-4, forms);
  }

  @ParameterizedTest(name = "{0} with {2}")
  @CsvSource({
    "ResNet18, resnet, off product fused",
    "GoogLeNet, googlenet, off",
    "MobileNetV3Small, mobilenet_v3, off",
    "EfficientNetB0, efficientnet, off fused",
    "ViTB16, vit, off product"
  })
  void halvesAreNearTheCpuEngine(String network, String file, String forms) {
    check(network, file, Precision.FP16, 4e-3, forms);
  }

  /**
   * Compiles once and runs in each form. The kernels that are not the library's are loops:
   * work-groups take an emulator too long.
   */
  private static void check(
      String network, String file, Precision precision, double tolerance, String forms) {
    StandIns.Both both =
        StandIns.compile(
            TornadoZooTest.smallest(Path.of("zoo").resolve(file + ".bb"), network), precision);
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
