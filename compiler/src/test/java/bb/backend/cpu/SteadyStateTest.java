package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.backend.JavaPackage;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Model;
import bb.runtime.Options;
import bb.runtime.Tensor;
import bb.runtime.cpu.Lanes;
import bb.runtime.io.Synthetic;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From its second call on an inference allocates its answer, unless the caller has room for it, and
 * a few objects around it, however large the network and the batch are. Without vectors, which are
 * objects until the JIT has compiled them. ({@code sinusoid} is not here: the sine and cosine of
 * {@link StrictMath} are the JDK's, and allocate.)
 */
final class SteadyStateTest {
  /** A map of tensors and their shapes. */
  private static final long AROUND_THE_ANSWER = 1000;

  private static final int CALLS = 20;

  /** What is done once may be done in any of these; one that allocates nothing is enough. */
  private static final int ROUNDS = 5;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(
      strings = {
        StableAnswersTest.CONVOLUTIONS,
        """
        network Attention {
          input ids: int32 [11]
          embedding(23, 40)
          add {
            | identity
            | { layer_norm; linear(120); split(3) -> attention(4, causal: true); linear(40) }
          }
          add { | identity | { rms_norm; linear(70); gelu; linear(40) } }
          softmax
        }
        """,
        StableAnswersTest.SCAN,
        """
        network Planes {
          input image: [6, 12, 12]
          conv(6, 3, padding: 1, groups: 2)
          concat {
            | { max_pool(2); upsample(scale_factor: 2) }
            | { avg_pool(3, stride: 1, padding: 1) }
            | identity
          }
          shuffle(3)
          adaptive_avg_pool(5)
          upsample(size: 11, mode: "bilinear")
          permute([1, 0, 2])
          pad(left: 1, value: 2)
          reshape([33, 72])
        }
        """
      })
  void an_inference_allocates_its_answer(String text) {
    CompiledModel compiled = compile(text);
    for (int threads = 1; threads <= 2; threads++) {
      assertEquals("", complaint(load(compiled), threads), "threads: " + threads);
    }
  }

  private static String complaint(Model model, int threads) {
    Map<String, Tensor> inputs = Synthetic.inputs(model.info(), 2);
    long answer = 0;
    for (Tensor tensor : model.predict(inputs, threads).values()) {
      answer += (long) tensor.data().length * Float.BYTES;
    }
    Map<String, Tensor> outputs = model.predict(inputs, threads);
    Options options = Options.DEFAULT.threads(threads);
    return complaint(() -> model.predict(inputs, threads), answer)
        + complaint(() -> model.predictInto(inputs, outputs, options), 0);
  }

  private static String complaint(Runnable call, long answer) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > answer + AROUND_THE_ANSWER; round++) {
      long[] ids = threads();
      long before = allocated(ids);
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, (allocated(ids) - before) / CALLS);
    }
    return least <= answer + AROUND_THE_ANSWER
        ? ""
        : "%d bytes for an answer of %d".formatted(least, answer);
  }

  private static long allocated(long[] ids) {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(ids)).filter(n -> n > 0).sum();
  }

  /** This thread and all workers. */
  private static long[] threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t == Thread.currentThread() || t.getName().startsWith("bb-worker"))
        .mapToLong(Thread::threadId)
        .toArray();
  }

  private static CompiledModel compile(String text) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, text.strip().split("\\s+")[1], problems);
    CpuPlan plan = Compiler.plan(Compiler.program(graph), problems).orElseThrow();
    return JavaBuild.compile(Compiler.generate(graph, plan, JavaPackage.of(graph), false), problems)
        .orElseThrow();
  }

  private static Model load(CompiledModel compiled) {
    System.setProperty(Lanes.SCALAR, "true");
    try {
      return TestModel.load(compiled);
    } finally {
      System.clearProperty(Lanes.SCALAR);
    }
  }
}
