package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.program.Program;
import bb.program.ProgramBuilder;
import bb.runtime.ErrorCode;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.source.SourceFile;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a model says of inputs that do not fit. */
class InputsTest {
  private static final Model MODEL = TestModel.load(TestModel.compile(sum()));

  @Test
  void two_inputs_are_added() {
    Tensor a = new Tensor(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6});
    Tensor b = new Tensor(new int[] {2, 3}, new float[] {10, -20, 0.5f, 40, 0, -6});
    Map<String, Tensor> outputs = MODEL.predict(Map.of("a", a, "b", b));
    assertEquals(Set.of("y"), outputs.keySet());
    assertArrayEquals(new int[] {2, 3}, outputs.get("y").shape());
    assertArrayEquals(new float[] {11, -18, 3.5f, 44, 5, 0}, outputs.get("y").data());
  }

  @Test
  void names_are_checked() {
    assertEquals(
        List.of("`b` is missing", "`c` is not an input; the inputs are [a, b]"),
        complaint(ErrorCode.BB0624, Map.of("a", tensor(1, 3), "c", tensor(1, 3))));
  }

  @Test
  void shapes_are_checked() {
    assertEquals(
        List.of("`a` takes a batch of [3], not [1, 4]", "`b` takes a batch of [3], not [3]"),
        complaint(ErrorCode.BB0623, Map.of("a", tensor(1, 4), "b", tensor(3))));
  }

  @Test
  void batches_are_checked() {
    assertEquals(
        List.of("`a`: 1", "`b`: 2"),
        complaint(ErrorCode.BB0625, Map.of("a", tensor(1, 3), "b", tensor(2, 3))));
  }

  @Test
  void numbers_alone_need_a_single_input() {
    assertEquals(
        ErrorCode.BB0624, assertThrows(UserError.class, () -> MODEL.predict(new float[3])).code());
  }

  private static List<String> complaint(ErrorCode code, Map<String, Tensor> inputs) {
    UserError error = assertThrows(UserError.class, () -> MODEL.predict(inputs));
    assertEquals(code, error.code());
    return error.notes().getFirst().lines().toList();
  }

  private static Tensor tensor(int... shape) {
    int size = 1;
    for (int dim : shape) {
      size *= dim;
    }
    return new Tensor(shape, new float[size]);
  }

  private static Program sum() {
    ProgramBuilder builder = new ProgramBuilder();
    builder.at("sum", new SourceFile("sum.bb", "network Sum {\n}\n").span(0, 7));
    TensorType three = TensorType.float32(Shape.of(3));
    List<Value> inputs = List.of(builder.input("a", three), builder.input("b", three));
    Kernel add = new Kernel.Pointwise(new ScalarExpr.In(0).plus(new ScalarExpr.In(1)));
    builder.output("y", builder.step(add, inputs, List.of(), three));
    return builder.build("Sum");
  }
}
