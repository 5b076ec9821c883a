package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.plan.CpuPlan;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.passes.Passes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The generated sources of a small network, read and approved; {@code -Dapprove=true} replaces
 * them. They show every way a value can be placed: a residual fused into a convolution's store, and
 * a concatenation whose operands are written in place.
 */
class GeneratedSourceTest {
  private static final Path FOLDER = Path.of("src/test/resources/generated");

  @Test
  void sources_are_as_approved() throws IOException {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(Files.readString(FOLDER.resolve("tiny.bb")), "Tiny", problems);
    CpuPlan plan = CpuBackend.plan(Passes.run(Lowering.lower(graph)), problems).orElseThrow();
    for (GeneratedFile file :
        CpuBackend.generate(graph, plan, JavaPackage.ofNetwork("Tiny"), true)) {
      String name = file.path().substring(file.path().lastIndexOf('/') + 1);
      Path approved = FOLDER.resolve(name + ".approved");
      if (Boolean.getBoolean("approve")) {
        Files.writeString(approved, file.text());
      }
      assertEquals(Files.readString(approved), file.text(), name);
    }
  }

  /** There is nothing to give to a network without weights, and nothing to ask for. */
  @Test
  void a_network_without_weights_loads_without_any() {
    Problems problems = new Problems();
    for (String layer : List.of("relu", "linear(3)")) {
      Graph graph =
          TestModel.parse("network N { input x: [3]; %s }".formatted(layer), "N", problems);
      CpuPlan plan = CpuBackend.plan(Passes.run(Lowering.lower(graph)), problems).orElseThrow();
      GeneratedFile model =
          CpuBackend.generate(graph, plan, JavaPackage.ofNetwork("N"), false).getFirst();
      assertEquals(layer.equals("relu"), model.text().contains("public static N load() {"), layer);
    }
  }
}
