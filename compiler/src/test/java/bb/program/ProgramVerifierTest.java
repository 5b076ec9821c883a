package bb.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bb.graph.TestGraph;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program.Input;
import bb.program.Program.Output;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Programs that are wrong in one way each. */
class ProgramVerifierTest {
  private static final Value X = value(0, 4, 5, 5);
  private static final Value VECTOR = value(1, 6);
  private static final Kernel RELU =
      new Kernel.Pointwise(ScalarExpr.IDENTITY.max(ScalarExpr.constant(0)));
  private static final Kernel SUM =
      new Kernel.Pointwise(new ScalarExpr.In(0).plus(new ScalarExpr.In(1)));
  private static final Kernel SCALE =
      new Kernel.Pointwise(new ScalarExpr.In(0).times(new ScalarExpr.Channel(0)));

  private static Value value(int id, long... dims) {
    return new Value(id, TensorType.float32(Shape.of(dims)));
  }

  private static WeightExpr weight(long... dims) {
    return new WeightExpr.Tensor("w", Shape.of(dims));
  }

  private static Step step(Kernel kernel, Value output, List<Value> inputs, WeightExpr... weights) {
    return new Step(kernel, inputs, List.of(weights), output, List.of("layer"), TestGraph.SPAN);
  }

  private static Kernel convolution(long padding, long groups, boolean bias, ScalarExpr epilogue) {
    Window window = new Window(3, 3, 1, 1, padding, padding, padding, padding, 1, 1);
    return new Kernel.Convolution(window, groups, bias, epilogue);
  }

  private static List<String> complaints(Step... steps) {
    return ProgramVerifier.verify(
        new Program(
            "Test",
            List.of(new Input("x", X), new Input("v", VECTOR)),
            List.of(steps),
            List.of(new Output("y", steps[steps.length - 1].output()))));
  }

  @Test
  void aWellFormedProgramHasNoComplaints() {
    ScalarExpr residual = new ScalarExpr.In(0).plus(new ScalarExpr.In(1));
    assertEquals(
        List.of(),
        complaints(
            step(RELU, value(2, 4, 5, 5), List.of(X)),
            step(
                convolution(1, 2, true, residual.times(new ScalarExpr.Channel(2))),
                value(3, 4, 5, 5),
                List.of(value(2, 4, 5, 5), X),
                weight(4, 2, 3, 3),
                weight(4),
                weight(4))));
  }

  @TestFactory
  Stream<DynamicTest> aBrokenProgramHas() {
    Value y = value(2, 4, 5, 5);
    ScalarExpr id = ScalarExpr.IDENTITY;
    return Stream.of(
        bad("a value read too early", step(RELU, y, List.of(value(7, 4, 5, 5)))),
        bad("a value written twice", step(RELU, X, List.of(X))),
        bad("a value of two types", step(RELU, y, List.of(value(0, 4, 6, 6)))),
        bad("too many inputs", step(new Kernel.Softmax(0), y, List.of(X, X))),
        bad("too few inputs", step(RELU, y, List.of())),
        bad("a missing input", step(SUM, y, List.of(X))),
        bad("a missing weight", step(SCALE, y, List.of(X))),
        bad("a short channel vector", step(SCALE, y, List.of(X), weight(3))),
        bad("a changed shape", step(new Kernel.Softmax(0), value(2, 5, 4, 5), List.of(X))),
        bad("a rank that does not broadcast", step(SUM, y, List.of(X, VECTOR))),
        bad(
            "a filter of another size",
            step(convolution(1, 1, false, id), y, List.of(X), weight(4, 4, 3, 1))),
        bad(
            "an output of another size",
            step(convolution(0, 1, false, id), y, List.of(X), weight(4, 4, 3, 3))),
        bad(
            "groups that do not divide",
            step(convolution(1, 3, false, id), y, List.of(X), weight(4, 1, 3, 3))),
        bad("a missing bias", step(convolution(1, 1, true, id), y, List.of(X), weight(4, 4, 3, 3))),
        bad(
            "a bias of another size",
            step(convolution(1, 1, true, id), y, List.of(X), weight(4, 4, 3, 3), weight(5))),
        bad(
            "a filter read as channels",
            step(
                convolution(1, 1, false, id.times(new ScalarExpr.Channel(0))),
                y,
                List.of(X),
                weight(4, 4, 3, 3))),
        bad(
            "a residual of another shape",
            step(
                convolution(1, 1, false, id.plus(new ScalarExpr.In(1))),
                y,
                List.of(X, VECTOR),
                weight(4, 4, 3, 3))),
        bad("a reshape that loses elements", step(new Kernel.Reshape(), value(2, 99), List.of(X))),
        bad("a slice outside", step(new Kernel.Slice(0, 3), value(2, 2, 5, 5), List.of(X))),
        bad("a short concat", step(new Kernel.Concat(0), value(2, 7, 5, 5), List.of(X, X))),
        bad(
            "a pool of another size",
            step(
                new Kernel.Pool(Kernel.Pool.Kind.MAX, Window.POINT, false),
                value(2, 4, 4, 5),
                List.of(X))),
        bad(
            "a constant of another shape",
            step(new Kernel.Constant(), y, List.of(), weight(4, 5, 6))),
        bad(
            "a wrong order",
            step(new Kernel.Permute(List.of(1, 1, 2)), value(2, 5, 5, 5), List.of(X))),
        bad(
            "a scale of another size",
            step(
                convolution(1, 1, false, id),
                y,
                List.of(X),
                new WeightExpr.ScaledFilter(weight(4, 4, 3, 3), weight(3)))));
  }

  private static DynamicTest bad(String what, Step step) {
    return DynamicTest.dynamicTest(
        what, () -> assertNotEquals(List.of(), complaints(step), "no complaint"));
  }
}
