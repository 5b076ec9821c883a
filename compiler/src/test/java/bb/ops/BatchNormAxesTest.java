package bb.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.interpreter.Interpreter;
import bb.source.SourceFile;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The channels of {@code [t, d]} are its features, as everywhere, and a source that means the other
 * axis says so: both are what PyTorch computes.
 *
 * <pre>
 * x = torch.arange(12.).double().reshape(1, 4, 3) ** 2 / 10
 *
 * def bn(n):
 *     m, k = nn.BatchNorm1d(n).double().eval(), torch.arange(n).double()
 *     m.weight.data, m.bias.data, m.running_mean, m.running_var = 1 + k, k / 2, k, 1 + k * k
 *     return m
 *
 * features, tokens = bn(3)(x.mT).mT, bn(4)(x)
 * </pre>
 */
class BatchNormAxesTest {
  private static final String SOURCE =
      """
      network Both {
        input x: [4, 3]
        x -> a: bn as features
        x -> permute([1, 0]) -> b: bn -> permute([1, 0]) as tokens
        output features, tokens
      }
      """;
  private static final double[] FEATURES = {
    0.0, -0.772789, -1.146623, 0.899996, 1.348526, 1.67082,
    3.599982, 6.015419, 6.903214, 8.09996, 13.22789, 14.550558
  };
  private static final double[] TOKENS = {
    0.0, 0.1, 0.399998, 0.358579, 1.348526, 2.621315,
    3.146623, 4.890754, 6.903214, 7.951043, 10.354373, 13.010685
  };

  @Test
  void eitherAxisIsThatOfPyTorch() {
    Graph graph =
        Compiler.open(new SourceFile("both.bb", SOURCE), (_, _) -> Optional.empty(), new Problems())
            .flatMap(compiler -> compiler.graph("Both"))
            .orElseThrow();
    Map<String, Integer> sizes = Map.of("a", 3, "b", 4);
    Map<String, double[]> found =
        Interpreter.run(
            Lowering.lower(graph),
            Map.of("x", IntStream.range(0, 12).mapToDouble(i -> i * i / 10.0).toArray()),
            name -> numbers(name, sizes.get(name.substring(0, name.indexOf('.')))));
    assertArrayEquals(FEATURES, found.get("features"), 1e-6);
    assertArrayEquals(TOKENS, found.get("tokens"), 1e-6);
  }

  private static double[] numbers(String parameter, int size) {
    return IntStream.range(0, size)
        .mapToDouble(k ->
            switch (parameter.substring(parameter.indexOf('.') + 1)) {
              case "weight" -> 1 + k;
              case "bias" -> k / 2.0;
              case "running_mean" -> k;
              case "running_var" -> 1 + k * k;
              default -> throw new AssertionError(parameter);
            })
        .toArray();
  }
}
