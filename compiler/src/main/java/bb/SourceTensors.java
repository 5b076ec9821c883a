package bb;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.SourceLoader;
import bb.ops.ParameterSpec;
import bb.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a source that was made here asks of a checkpoint. */
public final class SourceTensors {
  private SourceTensors() {}

  /**
   * The shapes of the tensors that the last network of a source reads, by their names; nothing if
   * there is something wrong with it.
   */
  public static Optional<Map<String, List<Long>>> of(String text) {
    Problems problems = new Problems();
    return Compiler.open(new SourceFile("imported.bb", text), SourceLoader.NONE, problems)
        .flatMap(compiler -> compiler.graph(compiler.networks().getLast().name()))
        .filter(_ -> problems.sorted().isEmpty())
        .map(graph ->
            graph.parameters().stream()
                .filter(p -> p.role() != ParameterSpec.Role.BOOKKEEPING)
                .collect(Collectors.toMap(Graph.Parameter::name, p -> p.type().shape().dims())));
  }
}
