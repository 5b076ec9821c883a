package bb.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bb.backend.cpu.TestModel;
import bb.diagnostics.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes a network's checksum, and what does not. */
class NetworkChecksumTest {
  private static final String SOURCE =
      """
      network Net {
        input image: [3, 8, 8] preprocess(mean: [0.5, 0.5, 0.5])
        stem: conv(4, 3, bias: false)
        bn
        act: relu
        flatten
        linear(2) as scores
        output scores
      }
      """;

  @ParameterizedTest
  @CsvSource({
    "network Net, '## A net.\nnetwork Net'",
    "'  bn\n', '\n\n  bn   # normalises\n'",
    "act: relu, relu",
  })
  void what_a_reader_sees_only_does_not(String from, String to) {
    assertEquals(checksum(SOURCE), checksum(changed(from, to)));
  }

  @ParameterizedTest
  @CsvSource({
    "Net, Web",
    "image, picture",
    "'[3, 8, 8]', '[3, 9, 9]'",
    "'[0.5, 0.5, 0.5]', '[0.5, 0.5, 0.4]'",
    "stem:, root:",
    "bias: false, bias: true",
    "'3, bias', '1, bias'",
    "bn, bn(eps: 1e-4)",
    "relu, silu",
    "linear(2), linear(3)",
    "scores, answers",
  })
  void what_the_network_computes_does(String from, String to) {
    assertNotEquals(checksum(SOURCE), checksum(changed(from, to)));
  }

  /** A text that names an object's place in memory would differ from run to run. */
  @Test
  void it_is_made_of_what_layers_say() {
    String text = Architecture.text(graph(SOURCE));
    assertFalse(text.matches("(?s).*@[0-9a-f]{5,}.*"), text);
  }

  private static String changed(String from, String to) {
    String changed = SOURCE.replace(from, to);
    assertNotEquals(SOURCE, changed);
    return changed;
  }

  private static String checksum(String source) {
    return Architecture.of(graph(source));
  }

  private static Graph graph(String source) {
    String network = source.replaceFirst("(?s).*network (\\w+).*", "$1");
    return TestModel.parse(source, network, new Problems());
  }
}
