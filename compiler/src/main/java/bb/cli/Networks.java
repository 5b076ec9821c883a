package bb.cli;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.diagnostics.format.Findings.Checked;
import bb.graph.Graph;
import bb.model.Elaborator;
import bb.model.NetworkCall;
import bb.report.Counts;
import bb.source.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The networks of a file. This is the one place where the command line meets the compiler's front
 * end.
 *
 * @param complete the names of those that can be built as they are, in the order of the source
 * @param needArguments the others: their names, and how they may be called
 * @param parameters of all of them: the types of each one's, by name
 * @param graphs what was asked for and could be elaborated
 * @param sound the names of those in which nothing is wrong
 */
record Networks(
    SourceFile file,
    List<String> complete,
    SequencedMap<String, String> needArguments,
    Map<String, Map<String, String>> parameters,
    List<Graph> graphs,
    Set<String> sound) {
  Networks {
    complete = List.copyOf(complete);
    needArguments = Collections.unmodifiableSequencedMap(needArguments);
    parameters = Map.copyOf(parameters);
    graphs = List.copyOf(graphs);
    sound = Set.copyOf(sound);
  }

  /**
   * Reads a file and elaborates its networks: all that can be built with the arguments that are
   * given, or only the one that is called. Empty if the file cannot be read or parsed; whatever is
   * wrong is in the problems.
   */
  static Optional<Networks> load(
      Session session, SourceReader sources, String argument, NetworkCall call, Problems problems) {
    session.stage("elaborating " + argument);
    Optional<Networks> networks = load(sources, argument, call, problems);
    session.alsoRead(sources.paths());
    return networks;
  }

  /** What came of a file, and what is wrong with it. */
  private record Loaded(Optional<Networks> networks, Problems problems) {}

  /**
   * The same of several files, of which each processor takes some. What is wrong is told in their
   * order, and what is wrong with one of them keeps no other from being read.
   *
   * @param fresh where to put what is wrong with one file
   */
  static List<Networks> load(
      Session session,
      SourceReader sources,
      List<String> files,
      NetworkCall call,
      Supplier<Problems> fresh,
      Problems problems) {
    session.stage(
        "elaborating " + (files.size() == 1 ? files.getFirst() : files.size() + " files"));
    List<Loaded> all =
        Processors.each(
            files,
            file -> {
              Problems own = fresh.get();
              return new Loaded(load(sources, file, call, own), own);
            });
    session.alsoRead(sources.paths());
    all.forEach(loaded -> loaded.problems.sorted().forEach(problems::add));
    return all.stream().flatMap(loaded -> loaded.networks.stream()).toList();
  }

  private static Optional<Networks> load(
      SourceReader sources, String argument, NetworkCall call, Problems problems) {
    return sources
        .open(argument, problems)
        .flatMap(file ->
            Compiler.open(file, sources, call, problems)
                .map(compiler -> elaborate(file, compiler, call)));
  }

  private static Networks elaborate(SourceFile file, Compiler compiler, NetworkCall call) {
    List<String> complete = new ArrayList<>();
    SequencedMap<String, String> needArguments = new LinkedHashMap<>();
    Map<String, Map<String, String>> parameters = new HashMap<>();
    for (Elaborator.Network network : compiler.networks()) {
      parameters.putIfAbsent(network.name(), network.parameters());
      if (network.complete()) {
        complete.add(network.name());
      } else {
        needArguments.putIfAbsent(network.name(), network.form());
      }
    }
    List<Graph> graphs =
        complete.stream()
            .filter(call::asksFor)
            .flatMap(name -> compiler.graph(name).stream())
            .toList();
    Set<String> sound = graphs.stream().map(Graph::name).collect(Collectors.toSet());
    sound.removeIf(name -> !compiler.isSound(name));
    return new Networks(file, complete, needArguments, parameters, graphs, sound);
  }

  /** Reads a file and elaborates the network that is called, or the only one there is. */
  static Optional<Graph> one(
      Session session, SourceReader sources, String argument, NetworkCall call, Problems problems) {
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    Optional<Networks> loaded = load(session, sources, argument, call, problems);
    if (loaded.isEmpty() || problems.hasErrors()) {
      return Optional.empty();
    }
    Networks networks = loaded.get();
    networks.requireCalled(call, problems);
    if (call.name().isEmpty() && networks.complete.size() > 1) {
      problems.add(CommandProblems.severalNetworks(argument, networks.complete));
    }
    return problems.hasErrors() ? Optional.empty() : networks.graphs.stream().findFirst();
  }

  /** Says so if no file has a network called {@code name} that can be built as it is. */
  static void requireIn(List<Networks> files, String name, Problems problems) {
    for (Networks networks : files) {
      if (networks.complete.contains(name) || networks.needArguments.containsKey(name)) {
        networks.require(name, problems);
        return;
      }
    }
    String paths = files.stream().map(n -> n.file.path()).collect(Collectors.joining("`, `"));
    List<String> known = files.stream().flatMap(n -> n.names().stream()).toList();
    problems.add(CommandProblems.unknownNetwork(paths, name, known));
  }

  /** A network of a file as one in which nothing is wrong. */
  static Checked checked(String file, Graph graph, Counts counts) {
    return new Checked(file, graph.name(), counts.params().trainable(), counts.macs());
  }

  /** Says so if the network that is called, or any, is not there. */
  void requireCalled(NetworkCall call, Problems problems) {
    call.name().ifPresentOrElse(name -> require(name, problems), () -> requireAny(problems));
  }

  /** Says so if a network is there that cannot be built as it is. */
  void requireArguments(String name, Problems problems) {
    if (needArguments.containsKey(name)) {
      problems.add(CommandProblems.needsArguments(file.path(), name, needArguments.get(name)));
    }
  }

  private void require(String name, Problems problems) {
    if (needArguments.containsKey(name)) {
      requireArguments(name, problems);
    } else if (!complete.contains(name)) {
      problems.add(CommandProblems.unknownNetwork(file.path(), name, names()));
    }
  }

  private List<String> names() {
    return Stream.concat(complete.stream(), needArguments.keySet().stream()).toList();
  }

  /** Says so if none of the files has the network that is called, or any. */
  static void requireCalled(List<Networks> files, NetworkCall call, Problems problems) {
    call.name()
        .ifPresentOrElse(
            name -> requireIn(files, name, problems), () -> requireAny(files, problems));
  }

  /** Says so if none of the files has a network that can be built as it is. */
  static void requireAny(List<Networks> files, Problems problems) {
    if (files.stream().allMatch(networks -> networks.complete.isEmpty())) {
      files.forEach(networks -> networks.requireAny(problems));
    }
  }

  /** Says so if there is no network that can be built as it is. */
  void requireAny(Problems problems) {
    if (complete.isEmpty()) {
      problems.add(
          needArguments.isEmpty()
              ? CommandProblems.noNetwork(file.path())
              : CommandProblems.needsArguments(
                  file.path(),
                  needArguments.firstEntry().getKey(),
                  needArguments.firstEntry().getValue()));
    }
  }
}
