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

/** A source that an import made: the network that it was made for is its last. */
public final class ImportedSource {
  private ImportedSource() {}

  /** The graph of its network; nothing if there is something wrong with it. */
  public static Optional<Graph> graph(String text, Problems problems) {
    return Compiler.open(new SourceFile("imported.bb", text), SourceLoader.NONE, problems)
        .flatMap(compiler -> compiler.graph(compiler.networks().getLast().name()));
  }

  /**
   * The shapes of the tensors that its network reads from a checkpoint, by their names; nothing if
   * there is something wrong with it.
   */
  public static Optional<Map<String, List<Long>>> tensors(String text) {
    Problems problems = new Problems();
    return graph(text, problems)
        .filter(_ -> !problems.hasErrors())
        .map(graph ->
            graph.parameters().stream()
                .filter(p -> p.role() != ParameterSpec.Role.BOOKKEEPING)
                .collect(Collectors.toMap(Graph.Parameter::name, p -> p.type().shape().dims())));
  }
}
