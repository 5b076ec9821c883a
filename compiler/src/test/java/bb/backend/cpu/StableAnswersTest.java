package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.backend.JavaPackage;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.cpu.Engine;
import bb.runtime.cpu.Warmup;
import bb.runtime.io.Synthetic;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first answer of a process, which is interpreted, and those after thousands of others, which
 * are compiled, have the same bits, with any number of threads and in any batch, with vectors of
 * any length and without.
 */
final class StableAnswersTest {
  /** By then the JIT's last compiler has been over all that these networks do. */
  private static final int CALLS = 1000;

  private static final int BATCH = 3;

  static final String CONVOLUTIONS =
      """
      network Convolutions {
        input image: [3, 9, 7]
        conv(19, 3, padding: 1); gelu
        conv(19, 3, padding: 1, groups: 19); silu
        lrn(5)
        conv(33, 1); bn; mish
        group_norm(3)
        conv(8, 3); softplus
        conv_transpose(5, 3); tanh
        softmax(axis: 0)
      }
      """;

  private static final String ATTENTION =
      """
      network Attention {
        input ids: int32 [11]
        embedding(23, 40) as tokens
        ids -> arange -> sinusoid(40) as places
        ids -> less(17) as seen
        add(tokens, places)
        repeat 2 {
          add {
            | identity
            | { layer_norm; linear(120); split(3) -> attention(4, causal: true, mask: seen); linear(40) }
          }
          add {
            | identity
            | { rms_norm; linear(70); gelu(approximate: "tanh"); linear(40) }
          }
        }
        softmax
      }
      """;

  static final String SCAN =
      """
      network Scan {
        input x: [6, 37]
        param decay: [37, 5]
        param skip:  [37]
        x -> linear(37) -> softplus as delta
        x -> linear(10) -> split(5, 5) -> parallel { | identity as B | identity as C }
        decay -> exp -> affine(scale: -1) as A
        selective_scan(x, delta, A, B, C, skip)
        sigmoid
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {CONVOLUTIONS, ATTENTION, SCAN})
  void answers_do_not_move(String text) {
    CompiledModel compiled = compile(text);
    Model model = cold(() -> compiled.load().withWeights(Synthetic.weights()));
    Map<String, Tensor> inputs = Synthetic.inputs(model.info(), BATCH);
    Map<String, Tensor> first = model.predict(inputs, 1);
    stays("", model, inputs, first);
    stays(
        "without vectors, ",
        cold(() -> TestModel.scalar(compiled, Synthetic.weights())),
        inputs,
        first);
    for (int bits : Widths.all()) {
      if (bits != model.engine().vectorBits()) {
        Model other = cold(() -> Widths.load(compiled, bits, Synthetic.weights()));
        stays("vectors of " + bits + " bits, ", other, inputs, first);
      }
    }
  }

  private static void stays(
      String how, Model model, Map<String, Tensor> inputs, Map<String, Tensor> first) {
    check(how + "first call, two threads", first, model.predict(inputs, 2));
    check(how + "first calls, one by one", first, SameBits.oneByOne(model, inputs));
    for (int call = 0; call < CALLS; call++) {
      check(how + "call " + call, first, model.predict(inputs, 1 + call % 2));
    }
    check(how + "one by one", first, SameBits.oneByOne(model, inputs));
  }

  private static void check(String how, Map<String, Tensor> first, Map<String, Tensor> found) {
    assertEquals(Optional.empty(), SameBits.complaint(how, first, found));
  }

  private static CompiledModel compile(String text) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, text.strip().split("\\s+")[1], problems);
    var plan = Compiler.plan(Compiler.program(graph), problems).orElseThrow();
    return JavaBuild.compile(Compiler.generate(graph, plan, JavaPackage.of(graph), false), problems)
        .orElseThrow();
  }

  /** A model of which nothing has been compiled before. */
  private static Model cold(Supplier<Model> load) {
    System.setProperty(Warmup.COLD, "true");
    System.setProperty(Engine.DIVIDE, "true");
    try {
      return load.get();
    } finally {
      System.clearProperty(Warmup.COLD);
      System.clearProperty(Engine.DIVIDE);
    }
  }
}
