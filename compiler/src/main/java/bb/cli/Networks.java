package bb.cli;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The networks of a file, elaborated. This is the one place where the command line meets the
 * compiler's front end.
 *
 * @param graphs those that can be built as they are, in the order of the source
 * @param needArguments the names of those that cannot
 */
record Networks(SourceFile file, List<Graph> graphs, List<String> needArguments) {
  Networks {
    graphs = List.copyOf(graphs);
    needArguments = List.copyOf(needArguments);
  }

  /** Empty if the file cannot be read or anything in it is wrong, which is then in the problems. */
  static Optional<Networks> load(Session session, String argument, Problems problems) {
    Optional<SourceFile> file = SourceReader.open(argument, problems);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    session.stage("elaborating " + argument);
    return Optional.of(new Networks(file.get(), List.of(), List.of()));
  }

  /** The network called {@code name}, or the only one there is. */
  Optional<Graph> choose(Optional<String> name, Problems problems) {
    if (name.isPresent()) {
      return named(name.get(), problems);
    }
    if (graphs.size() > 1) {
      problems.add(CommandProblems.severalNetworks(file.path(), names()));
    } else {
      requireAny(problems);
    }
    return graphs.size() == 1 ? Optional.of(graphs.getFirst()) : Optional.empty();
  }

  /** The network called {@code name} in any of several files. */
  static Optional<Graph> choose(List<Networks> files, String name, Problems problems) {
    for (Networks networks : files) {
      if (networks.names().contains(name) || networks.needArguments.contains(name)) {
        return networks.named(name, problems);
      }
    }
    String paths = files.stream().map(n -> n.file.path()).collect(Collectors.joining("`, `"));
    List<String> names = files.stream().flatMap(n -> n.names().stream()).toList();
    problems.add(CommandProblems.unknownNetwork(paths, name, names));
    return Optional.empty();
  }

  /** Says so if there is no network that can be built as it is. */
  void requireAny(Problems problems) {
    if (graphs.isEmpty()) {
      problems.add(
          needArguments.isEmpty()
              ? CommandProblems.noNetwork(file.path())
              : CommandProblems.needsArguments(file.path(), needArguments.getFirst()));
    }
  }

  private Optional<Graph> named(String name, Problems problems) {
    Optional<Graph> found = graphs.stream().filter(g -> g.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      problems.add(
          needArguments.contains(name)
              ? CommandProblems.needsArguments(file.path(), name)
              : CommandProblems.unknownNetwork(file.path(), name, names()));
    }
    return found;
  }

  private List<String> names() {
    return graphs.stream().map(Graph::name).toList();
  }
}
