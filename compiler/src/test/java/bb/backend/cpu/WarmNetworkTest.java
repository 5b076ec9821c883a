package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.passes.Passes;
import bb.runtime.Model;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What gets kernels compiled calls each of them with operands of its own, and reads nobody's. */
class WarmNetworkTest {
  private static final String NETWORK =
      """
      network Warm {
        input image: [3, 41, 37]
        conv(19, 7, stride: 2, padding: 3); relu
        max_pool(3, stride: 1, padding: 1)
        conv(32, 1, bias: false); silu
        conv(32, 3, padding: 1, groups: 32); silu
        conv(32, 3, stride: 2, padding: 1, groups: 32); relu
        conv(64, 5, padding: 2, groups: 32)
        conv(64, 5, stride: 2, padding: 2, groups: 64); gelu
        conv(64, 7, padding: 6, dilation: 2, groups: 64)
        conv(64, 3, padding: 1, groups: 16)
        conv(64, 3, padding: 1, groups: 8)
        conv(70, (3, 1), padding: (1, 0))
        add { | identity | { conv(70, 3, padding: 1); gelu } }
        conv_transpose(20, 3, stride: 2)
        avg_pool(2)
        max_pool(2)
        add { | identity | { global_avg_pool; conv(20, 1); sigmoid } }
        flatten; linear(10)
      }
      """;

  @Test
  void nothing_is_thrown_on_the_way() throws Exception {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(NETWORK, "Warm", problems);
    assertEquals(List.of(), problems.sorted());
    var program = Passes.run(Lowering.lower(graph));
    var compiled = TestModel.compile(program);
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> thrown.add(e));
    try {
      Model model = TestModel.load(compiled);
      model.predict(Map.copyOf(TestModel.inputs(program, 1)), 1);
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("bb-warmup")) {
          thread.join();
        }
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(List.of(), thrown);
  }
}
