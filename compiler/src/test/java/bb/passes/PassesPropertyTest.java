package bb.passes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.graph.RandomGraph;
import bb.graph.TestGraph;
import bb.interpreter.Interpreter;
import bb.program.Program;
import bb.program.ProgramPrinter;
import bb.program.ProgramVerifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Each pass, alone and after those before it, keeps what a program computes. */
class PassesPropertyTest {
  private static final double TOLERANCE = 1e-9;

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers().between(0, 9999).list().ofMinSize(4).ofMaxSize(60);
  }

  @Property(tries = 300)
  void passesKeepTheMeaning(@ForAll("choices") List<Integer> choices) {
    Graph graph = RandomGraph.of(choices);
    Program program = Lowering.lower(graph);
    assertEquals(List.of(), ProgramVerifier.verify(program));
    Map<String, double[]> inputs = inputs(graph);
    Map<String, double[]> expected = Interpreter.run(program, inputs, TestGraph.tensors(graph));
    Program soFar = program;
    for (Pass pass : Passes.DEFAULT) {
      check(pass, program, graph, inputs, expected);
      soFar = check(pass, soFar, graph, inputs, expected);
    }
    assertEquals(soFar, Passes.run(program));
  }

  private static Program check(
      Pass pass,
      Program before,
      Graph graph,
      Map<String, double[]> inputs,
      Map<String, double[]> expected) {
    Program after = pass.rewrite().apply(before);
    String place =
        pass.name() + "\n" + ProgramPrinter.print(before) + "-->\n" + ProgramPrinter.print(after);
    assertEquals(List.of(), ProgramVerifier.verify(after), place);
    Map<String, double[]> found = Interpreter.run(after, inputs, TestGraph.tensors(graph));
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, values) -> close(values, found.get(name), place));
    return after;
  }

  private static void close(double[] expected, double[] found, String place) {
    assertEquals(expected.length, found.length);
    double scale = 1;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertTrue(
          Math.abs(expected[i] - found[i]) <= TOLERANCE * scale,
          place + "element " + i + ": expected " + expected[i] + ", found " + found[i]);
    }
  }

  private static Map<String, double[]> inputs(Graph graph) {
    Map<String, double[]> inputs = new HashMap<>();
    for (Graph.Input input : graph.inputs()) {
      long count = 2 * input.value().type().shape().elements();
      inputs.put(input.name(), TestGraph.fill(count, 1000 + inputs.size()));
    }
    return inputs;
  }
}
