package bb.passes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.graph.RandomGraph;
import bb.graph.TestGraph;
import bb.interpreter.Interpreter;
import bb.interpreter.Oracle;
import bb.program.Program;
import bb.program.ProgramPrinter;
import bb.program.ProgramVerifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Each pass, alone and after those before it, keeps what a program computes, and so do all of them.
 */
class PassesPropertyTest {
  /** A unit in the last place of 1, in double precision. */
  private static final double UNIT = 0x1p-52;

  private static final int TRIES = 300;

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers().between(0, 9999).list().ofMinSize(4).ofMaxSize(60);
  }

  /** The passes that changed a program: of one that never does nothing is tested. */
  private final Set<String> atWork = new TreeSet<>();

  private int passed;

  @Property(tries = TRIES, seed = "1")
  void passesKeepTheMeaning(@ForAll("choices") List<Integer> choices) {
    Graph graph = RandomGraph.of(choices);
    Program program = Lowering.lower(graph);
    assertEquals(List.of(), ProgramVerifier.verify(program));
    Map<String, double[]> inputs = inputs(graph);
    Oracle expected = new Oracle(program, inputs, TestGraph.tensors(graph), UNIT);
    Program soFar = program;
    for (Pass pass : Passes.DEFAULT) {
      check(pass, program, graph, inputs, expected);
      soFar = check(pass, soFar, graph, inputs, expected);
    }
    check(new Pass("all", Passes::run), program, graph, inputs, expected);
    passed++;
  }

  @AfterProperty
  void everyPassIsAtWork() {
    if (passed >= TRIES) {
      Set<String> all = new TreeSet<>(Set.of("all"));
      Passes.DEFAULT.forEach(pass -> all.add(pass.name()));
      assertEquals(all, atWork);
    }
  }

  private Program check(
      Pass pass, Program before, Graph graph, Map<String, double[]> inputs, Oracle expected) {
    Program after = pass.rewrite().apply(before);
    if (!after.equals(before)) {
      atWork.add(pass.name());
    }
    String place =
        pass.name() + "\n" + ProgramPrinter.print(before) + "-->\n" + ProgramPrinter.print(after);
    assertEquals(List.of(), ProgramVerifier.verify(after), place);
    Map<String, double[]> found = Interpreter.run(after, inputs, TestGraph.tensors(graph));
    assertEquals(Optional.empty(), expected.complaintOfNumbers(found), place);
    return after;
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
