package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.Elaborator;
import bb.torch.PyTorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks as PyTorch modules: some are approved texts, and all are written, twice the same. That
 * they compute what they should is tested where there is a PyTorch, by
 * examples/reference/pytorch_files.py.
 */
final class PyTorchFileTest {
  private static final Path APPROVED = Path.of("src/test/resources/pytorch");

  /** What train.py of the digits trains, which has to be what the compiler writes. */
  private static final Path DIGITS = Path.of("digits/network.py");

  @ParameterizedTest
  @CsvSource({
    "digits/digits.bb, Digits",
    "zoo/resnet.bb, ResNet50",
    "zoo/densenet.bb, DenseNet121",
    "zoo/gpt2.bb, GPT2",
    "zoo/hifi_gan.bb, HiFiGAN",
    "zoo/mobilenet_v3.bb, MobileNetV3Large",
    "zoo/swin.bb, SwinT",
    "zoo/vovnet.bb, VoVNet39",
    "zoo/yolov8.bb, YOLOv8n"
  })
  void isApproved(Path file, String network) throws IOException {
    Path approved = network.equals("Digits") ? DIGITS : APPROVED.resolve(network + ".py");
    approve(text(file, Examples.graph(file, network)), approved);
  }

  @ParameterizedTest
  @CsvSource({
    "digits/digits.bb, Digits",
    "gallery/vad.bb, VoiceActivity",
    "gallery/sentiment.bb, Sentiment",
    "zoo/convnext.bb, ConvNeXtT"
  })
  void trainingIsApproved(Path file, String network) throws IOException {
    Problems problems = new Problems();
    String text =
        PyTorchFile.withTraining(
                Examples.graph(file, network), file.getFileName().toString(), problems)
            .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
    // the classes are the same as without
    int pictures = text.indexOf("\n\n\ndef pictures");
    int loop = pictures >= 0 ? pictures : text.indexOf("\n\n\ndef arrays");
    String head = text.substring(0, text.indexOf("\n\n\nclass "));
    approve(head + text.substring(loop), APPROVED.resolve(network + "-training.py"));
  }

  private static void approve(String text, Path approved) throws IOException {
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, text);
      return;
    }
    assertEquals(Files.readString(approved), text, approved.toString());
  }

  @ParameterizedTest
  @MethodSource("bb.examples.Examples#files")
  @Tag("brief")
  void writesTheFirstNetworkOfEachFile(Path file) {
    Compiler compiler = Examples.open(file, new Problems()).orElseThrow();
    compiler.networks().stream()
        .filter(Elaborator.Network::complete)
        .map(Elaborator.Network::name)
        .findFirst()
        .ifPresent(network -> assertWritten(file, network));
  }

  @ParameterizedTest
  @MethodSource("bb.examples.Examples#files")
  @Tag("full")
  void writesEveryNetwork(Path file) {
    Compiler compiler = Examples.open(file, new Problems()).orElseThrow();
    compiler.networks().stream()
        .filter(Elaborator.Network::complete)
        .forEach(network -> assertWritten(file, network.name()));
  }

  private static void assertWritten(Path file, String network) {
    String text = text(file, Examples.graph(file, network));
    assertEquals(text, text(file, Examples.newGraph(file, network)), network);
    // what stands for something else while a file is made has its place
    List<String> open =
        text.lines().filter(line -> line.matches(".*(<\\w+>|[(=, ][%@&#]\\w).*")).toList();
    assertEquals(List.of(), open, network);
  }

  private static String text(Path file, Graph graph) {
    Problems problems = new Problems();
    return PyTorchFile.of(graph, file.getFileName().toString(), problems)
        .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }
}
