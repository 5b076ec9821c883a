package bb.passes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.graph.Lowering;
import bb.graph.TestGraph;
import bb.ops.Operator;
import bb.ops.Operators;
import bb.program.Program;
import bb.program.ProgramPrinter;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the passes make of the shapes that networks are built of. */
class PassesTest {
  private final TestGraph graph = new TestGraph();

  @Test
  void aResidualBlockIsTwoConvolutions() {
    Value x = graph.input(4, 8, 8);
    Value a = conv("conv1", x, 4, 3, 1);
    a = graph.add("relu1", op("relu"), graph.add("bn1", op("bn"), a));
    a = graph.add("bn2", op("bn"), conv("conv2", a, 4, 3, 1));
    Value sum = graph.add("add", op("add"), a, x);
    expect(
        graph.add("relu2", op("relu"), sum),
        """
        program Test
          input x0: %0 [4, 8, 8]
          %3 [4, 8, 8] = convolution 3x3 pad 1(%0; scaled(conv1.weight, \
        norm_scale(bn1.weight, bn1.running_var)), folded_bias(conv1.bias, \
        norm_scale(bn1.weight, bn1.running_var), norm_shift(bn1.bias, bn1.running_mean, \
        norm_scale(bn1.weight, bn1.running_var)))) max(x, 0)  # conv1 + bn1 + relu1
          %7 [4, 8, 8] = convolution 3x3 pad 1(%3, %0; scaled(conv2.weight, \
        norm_scale(bn2.weight, bn2.running_var)), folded_bias(conv2.bias, \
        norm_scale(bn2.weight, bn2.running_var), norm_shift(bn2.bias, bn2.running_mean, \
        norm_scale(bn2.weight, bn2.running_var)))) max((x + x1), 0)  # conv2 + bn2 + add + relu2
          output y0: %7
        """);
  }

  @Test
  void ofTwoAddedConvolutionsTheLaterTakesTheSum() {
    Value x = graph.input(4, 8, 8);
    Value sum = graph.add("add", op("add"), conv("a", x, 4, 1, 0), conv("b", x, 4, 1, 0));
    expect(
        sum,
        """
        program Test
          input x0: %0 [4, 8, 8]
          %1 [4, 8, 8] = convolution point(%0; a.weight, a.bias)  # a
          %3 [4, 8, 8] = convolution point(%0, %1; b.weight, b.bias) (x1 + x)  # b + add
          output y0: %3
        """);
  }

  @Test
  void anOutputIsNotFusedAway() {
    Value x = graph.input(4, 8, 8);
    Value a = conv("a", x, 4, 1, 0);
    expect(
        List.of(a, graph.add("relu", op("relu"), a)),
        """
        program Test
          input x0: %0 [4, 8, 8]
          %1 [4, 8, 8] = convolution point(%0; a.weight, a.bias)  # a
          %2 [4, 8, 8] = pointwise(%1) max(x, 0)  # relu
          output y0: %1
          output y1: %2
        """);
  }

  @Test
  void aGateIsNotPartOfTheProduct() {
    Value x = graph.input(4, 8, 8);
    Value gate = graph.add("pool", op("global_avg_pool"), x);
    gate = graph.add("sigmoid", op("sigmoid"), conv("gate", gate, 4, 1, 0));
    expect(
        graph.add("mul", op("mul"), conv("a", x, 4, 1, 0), gate),
        """
        program Test
          input x0: %0 [4, 8, 8]
          %1 [4, 1, 1] = adaptive average pool(%0)  # pool
          %3 [4, 1, 1] = convolution point(%1; gate.weight, gate.bias) sigmoid(x)  # gate + sigmoid
          %4 [4, 8, 8] = convolution point(%0; a.weight, a.bias)  # a
          %5 [4, 8, 8] = pointwise(%4, %3) (x * x1)  # mul
          output y0: %5
        """);
  }

  @Test
  void aPointwiseGateIsNotComputedForEachPixel() {
    Value x = graph.input(4, 8, 8);
    Value gate = graph.add("sigmoid", op("sigmoid"), graph.add("pool", op("global_avg_pool"), x));
    expect(
        graph.add("mul", op("mul"), x, gate),
        """
        program Test
          input x0: %0 [4, 8, 8]
          %1 [4, 1, 1] = adaptive average pool(%0)  # pool
          %2 [4, 1, 1] = pointwise(%1) sigmoid(x)  # sigmoid
          %3 [4, 8, 8] = pointwise(%0, %2) (x * x1)  # mul
          output y0: %3
        """);
  }

  @Test
  void aNormAfterAnActivationIsNotFolded() {
    Value x = graph.input(2, 4, 4);
    Value a = graph.add("relu", op("relu"), conv("conv", x, 3, 1, 0));
    Value norm = graph.add("bn", op("bn", "affine", false), a);
    Program program = Lowering.lower(graph.build(norm));
    List<Program.Step> steps = program.steps();
    Program start = Uses.withSteps(program, steps.subList(0, 2));
    List<Program.Step> fused = new ArrayList<>(FuseEpilogue.rewrite(start).steps());
    assertEquals(1, fused.size());
    fused.add(steps.getLast());
    Program reluInside = Uses.withSteps(program, fused);
    assertEquals(reluInside, FoldBatchNorm.rewrite(reluInside));
  }

  @Test
  void aNormBeforeAConvolutionIsOneStepWithItsActivation() {
    Value x = graph.input(2, 4, 4);
    Value a = graph.add("relu", op("relu"), graph.add("bn", op("bn", "affine", false), x));
    expect(
        conv("conv", a, 3, 1, 0),
        """
        program Test
          input x0: %0 [2, 4, 4]
          %2 [2, 4, 4] = pointwise(%0; norm_scale(bn.running_var), norm_shift(bn.running_mean, \
        norm_scale(bn.running_var))) max(((x * w0) + w1), 0)  # bn + relu
          %3 [3, 4, 4] = convolution point(%2; conv.weight, conv.bias)  # conv
          output y0: %3
        """);
  }

  @Test
  void aTransposedConvolutionKeepsItsNormInTheEpilogue() {
    Value x = graph.input(2, 4, 4);
    Value a =
        graph.add(
            "up", op("conv_transpose", "out", 3L, "kernel", List.of(2L, 2L), "bias", false), x);
    expect(
        graph.add("bn", op("bn", "affine", false), a),
        """
        program Test
          input x0: %0 [2, 4, 4]
          %2 [3, 5, 5] = transposed convolution 2x2(%0; up.weight, norm_scale(bn.running_var), \
        norm_shift(bn.running_mean, norm_scale(bn.running_var))) ((x * w1) + w2)  # up + bn
          output y0: %2
        """);
  }

  @Test
  void aClassifierReadsTheImage() {
    Value x = graph.input(2, 7, 6);
    Value a = graph.add("pool", op("adaptive_avg_pool", "size", List.of(7L, 6L)), x);
    a = graph.add("flatten", op("flatten"), graph.add("dropout", op("dropout"), a));
    a = graph.add("relu", op("relu"), graph.add("fc1", op("linear", "out", 5L), a));
    expect(
        graph.add("fc2", op("linear", "out", 3L), a),
        """
        program Test
          input x0: %0 [2, 7, 6]
          %4 [5] = convolution 7x6(%0; fc1.weight[5, 2, 7, 6], fc1.bias) max(x, 0)  # fc1 + relu
          %5 [3] = convolution point(%4; fc2.weight[3, 5, 1, 1], fc2.bias)  # fc2
          output y0: %5
        """);
  }

  @Test
  void aFlattenedImageThatIsReadTwiceStays() {
    Value x = graph.input(2, 1, 2);
    Value a = graph.add("flatten", op("flatten"), x);
    expect(
        List.of(
            graph.add("fc1", op("linear", "out", 5L), a),
            graph.add("fc2", op("linear", "out", 3L), a)),
        """
        program Test
          input x0: %0 [2, 1, 2]
          %1 [4] = reshape(%0)  # flatten
          %2 [5] = convolution point(%1; fc1.weight[5, 4, 1, 1], fc1.bias)  # fc1
          %3 [3] = convolution point(%1; fc2.weight[3, 4, 1, 1], fc2.bias)  # fc2
          output y0: %2
          output y1: %3
        """);
  }

  @Test
  void aGroupIsOneGroupedConvolution() {
    Value x = graph.input(4, 8, 8);
    List<Value> ends = new ArrayList<>();
    for (long i = 0; i < 2; i++) {
      Operator cut = op("slice", "axis", 0L, "start", 2 * i, "end", 2 * i + 2);
      Value part = graph.add("split" + i, cut, x);
      Value a = graph.add("bn" + i, op("bn", "affine", false), conv("conv" + i, part, 3, 3, 1));
      ends.add(graph.add("relu" + i, op("relu"), a));
    }
    expect(
        graph.add("concat", op("concat"), ends.toArray(Value[]::new)),
        """
        program Test
          input x0: %0 [4, 8, 8]
          %9 [6, 8, 8] = convolution 3x3 pad 1 groups 2(%0; scaled(concat(conv0.weight, \
        conv1.weight), concat(norm_scale(bn0.running_var), norm_scale(bn1.running_var))), \
        folded_bias(concat(conv0.bias, conv1.bias), concat(norm_scale(bn0.running_var), \
        norm_scale(bn1.running_var)), concat(norm_shift(bn0.running_mean, \
        norm_scale(bn0.running_var)), norm_shift(bn1.running_mean, \
        norm_scale(bn1.running_var))))) max(x, 0)  \
        # conv0 + conv1 + bn0 + bn1 + relu0 + relu1 + concat
          output y0: %9
        """);
  }

  @Test
  void equalConvolutionsOfOneImageAreOne() {
    Value x = graph.input(4, 8, 8);
    List<Value> ends = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Value a = graph.add("relu" + i, op("relu"), conv("narrow" + i, x, 2, 1, 0));
      ends.add(conv("wide" + i, a, 3, 3, 1));
    }
    expect(
        graph.add("concat", op("concat"), ends.toArray(Value[]::new)),
        """
        program Test
          input x0: %0 [4, 8, 8]
          %9 [4, 8, 8] = convolution point(%0; concat(narrow0.weight, narrow1.weight), \
        concat(narrow0.bias, narrow1.bias)) max(x, 0)  # narrow0 + narrow1 + relu0 + relu1
          %7 [6, 8, 8] = convolution 3x3 pad 1 groups 2(%9; concat(wide0.weight, wide1.weight), \
        concat(wide0.bias, wide1.bias))  # wide0 + wide1 + concat
          output y0: %7
        """);
  }

  @Test
  void unequalBranchesStay() {
    Value x = graph.input(4, 8, 8);
    expect(
        graph.add("concat", op("concat"), conv("a", x, 2, 1, 0), conv("b", x, 2, 3, 1)),
        """
        program Test
          input x0: %0 [4, 8, 8]
          %1 [2, 8, 8] = convolution point(%0; a.weight, a.bias)  # a
          %2 [2, 8, 8] = convolution 3x3 pad 1(%0; b.weight, b.bias)  # b
          %3 [4, 8, 8] = concat axis 0(%1, %2)  # concat
          output y0: %3
        """);
  }

  @Test
  void whatNoOutputReadsIsDropped() {
    Value x = graph.input(3);
    graph.add("unused", op("softmax"), graph.add("fc", op("linear", "out", 5L), x));
    expect(
        x,
        """
        program Test
          input x0: %0 [3]
          output y0: %0
        """);
  }

  @Test
  void anExpressionDoesNotGrowWithoutLimit() {
    Value x = graph.input(3, 2, 2);
    for (int i = 0; i < 12; i++) {
      x = graph.add("silu" + i, op("silu"), x);
    }
    Program program = Passes.run(Lowering.lower(graph.build(x)));
    assertEquals(3, program.steps().size());
  }

  private Value conv(String path, Value x, long out, long kernel, long padding) {
    return graph.add(
        path,
        op(
            "conv",
            "out",
            out,
            "kernel",
            List.of(kernel, kernel),
            "padding",
            List.of(padding, padding)),
        x);
  }

  private static Operator op(String name) {
    return Operators.find(name).orElseThrow().operator(Map.of());
  }

  private static Operator op(String name, Object... arguments) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      map.put((String) arguments[i], arguments[i + 1]);
    }
    return Operators.find(name).orElseThrow().operator(map);
  }

  private void expect(Value output, String text) {
    expect(List.of(output), text);
  }

  private void expect(List<Value> outputs, String text) {
    Program program = Lowering.lower(graph.build(outputs.toArray(Value[]::new)));
    assertEquals(text, ProgramPrinter.print(Passes.run(program)));
  }
}
