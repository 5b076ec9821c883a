package bb.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaPackageTest {
  @ParameterizedTest
  @CsvSource({
    "ResNet50, bb.models.resnet50",
    "MobileNetV3_Small, bb.models.mobilenetv3_small",
    "New, bb.models.new_",
    "True, bb.models.true_",
    "_, bb.models.__"
  })
  void each_network_has_a_package_of_its_own(String network, String expected) {
    assertEquals(expected, JavaPackage.ofNetwork(network).name());
  }

  @Test
  void of_a_network_is_not_too_long() {
    String network = "N".repeat(10_000);
    assertEquals("bb.models." + "n".repeat(100), JavaPackage.ofNetwork(network).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vision", "com.acme.vision", "Com.Acme", "com.acme.picocli", "bb.models"})
  void can_be_chosen(String name) {
    assertEquals(Optional.empty(), JavaPackage.fault(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "com.acme.",
        ".com",
        "com acme",
        "com-acme",
        "com.acme.class",
        "com.acme._",
        "com.acme.*",
        "com.acm\u0117",
        "com.acme\u200b.vision",
        "com.acme\n.vision",
        "java",
        "java.vision",
        "bb",
        "bb.runtime",
        "bb.runtime.cli",
        "picocli.net",
        "com.acme.URLpicocli"
      })
  void cannot_be_chosen(String name) {
    assertEquals(true, JavaPackage.fault(name).isPresent());
  }
}
