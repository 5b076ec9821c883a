package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.report.ReceptiveField;
import bb.report.Report;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The receptive fields of the zoo's networks, in front of the layer that sees all, are the
 * published ones: table 1 of Araujo, Norris and Sim, "Computing receptive fields of convolutional
 * neural networks" (Distill, 2019).
 */
final class ReceptiveFieldTest {
  @ParameterizedTest
  @CsvSource({
    "alexnet.bb, AlexNetOriginal, 195",
    "vgg.bb, VGG16, 212",
    "mobilenet_v1.bb, MobileNetV1, 315",
    "inception_v3.bb, InceptionV3, 1311",
  })
  void isThePublishedOne(String file, String network, long size) throws IOException {
    assertEquals(size, size(Files.readString(Path.of("zoo", file)), network));
  }

  /** The paper's residual networks have the stride on the first 1 x 1 convolution. */
  @ParameterizedTest
  @CsvSource({"ResNet50, 427, 483", "ResNet101, 971, 1027"})
  void dependsOnWhereTheStrideIs(String network, long zoo, long published) throws IOException {
    String source = Files.readString(Path.of("zoo/resnet.bb"));
    assertEquals(zoo, size(source, network));
    String paper =
        source
            .replace("conv(width, 1, bias", "conv(width, 1, stride: stride, bias")
            .replace(
                "conv2: conv(width, 3, stride: stride, padding", "conv2: conv(width, 3, padding");
    assertEquals(published, size(paper, network));
  }

  private static long size(String source, String network) {
    SourceFile file = new SourceFile("zoo/net.bb", source);
    Graph graph =
        Compiler.open(file, Examples::imported, new Problems())
            .flatMap(compiler -> compiler.graph(network))
            .orElseThrow();
    ReceptiveField field =
        Report.of(graph, 0, new Report.Memory(0, 0, 0)).field().turn().orElseThrow().before();
    return field.axes().getFirst().piece().orElseThrow().size();
  }
}
