package bb.backend.cpu.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.layout.Extent;
import bb.kernel.Window;
import bb.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which convolutions are computed by fewer multiplications: the rule, on layers of networks. */
class WinogradFormTest {
  @ParameterizedTest
  @CsvSource({
    "ResNet,         64,  56,  64, winograd F4",
    "ResNet,        128,  28, 128, winograd F4",
    "ResNet,        256,  14, 256, winograd F2",
    "ResNet,        512,   7, 512, winograd F2",
    "VGG,             3, 224,  64, product",
    "VGG,            64, 224,  64, winograd F4",
    "VGG,           512,  14, 512, winograd F2",
    "DenseNet,      128,  56,  32, winograd F4",
    "DenseNet,      128,   7,  32, product",
    "GoogLeNet,      96,  28, 208, winograd F4",
    "Inception,     448,   8, 384, winograd F2",
    "DDPM,          256,   4, 256, product",
    "of one pixel,  512,   1, 512, product",
    "of one channel,  1,  28,   8, product",
  })
  void isChosenByTheShape(String what, long inputs, long size, long outputs, String form) {
    assertEquals(form, form(inputs, size, outputs, window(3, 1, 1), 1), what);
  }

  @Test
  void isOfThreeByThreeAndStrideOneOnly() {
    assertEquals("product", form(64, 56, 64, window(5, 1, 1), 1));
    assertEquals("product", form(64, 56, 64, window(3, 2, 1), 1));
    assertEquals("product", form(64, 56, 64, window(3, 1, 2), 1));
    assertEquals("product", form(64, 56, 64, window(3, 1, 1), 2));
  }

  private static Window window(long kernel, long stride, long dilation) {
    return new Window(kernel, kernel, stride, stride, 1, 1, 1, 1, dilation, dilation);
  }

  private static String form(long inputs, long size, long outputs, Window window, long groups) {
    ConvolutionShape shape =
        new ConvolutionShape(
            window,
            groups,
            false,
            Extent.of(Shape.of(inputs, size, size)),
            Extent.of(Shape.of(outputs, size, size)));
    return Forms.of(shape, PlanOptions.DEFAULT).name();
  }
}
