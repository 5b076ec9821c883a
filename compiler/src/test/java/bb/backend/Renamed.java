package bb.backend;

import bb.graph.Graph;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A graph with other texts in every place that has one, which the front end would refuse. */
final class Renamed {
  private final UnaryOperator<String> texts;
  private final Map<Object, String> names = new LinkedHashMap<>();
  private final Map<SourceFile, SourceFile> files = new LinkedHashMap<>();

  private Renamed(UnaryOperator<String> texts) {
    this.texts = texts;
  }

  /**
   * @param texts what to call something by its number, a different text for each
   */
  static Graph of(Graph graph, UnaryOperator<String> texts) {
    Renamed renamed = new Renamed(texts);
    return new Graph(
        renamed.name(graph.name()),
        Optional.of(texts.apply("doc") + "\n" + texts.apply("more")),
        renamed.span(graph.span()),
        graph.inputs().stream()
            .map(i ->
                new Graph.Input(
                    renamed.name(i.name()), i.value(), i.preprocess(), renamed.span(i.span())))
            .toList(),
        graph.nodes().stream()
            .map(n ->
                new Graph.Node(
                    renamed.name(n.path()),
                    n.op(),
                    n.call(),
                    n.inputs(),
                    n.parameters(),
                    n.outputs(),
                    renamed.span(n.span())))
            .toList(),
        graph.outputs().stream()
            .map(o -> new Graph.Output(renamed.name(o.name()), o.value()))
            .toList(),
        graph.parameters().stream()
            .map(p ->
                new Graph.Parameter(
                    renamed.name(p.name()), p.type(), p.role(), renamed.span(p.span())))
            .toList());
  }

  private String name(String name) {
    return names.computeIfAbsent(name, _ -> texts.apply(String.valueOf(names.size())));
  }

  private Span span(Span span) {
    SourceFile file =
        files.computeIfAbsent(
            span.file(), f -> new SourceFile("folder/" + name(f.path()), f.text()));
    return new Span(file, span.start(), span.end());
  }
}
