package bb.cli;

import bb.Peaks;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Counts;
import bb.report.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One network of one file, built with one choice of its parameters after another. */
record Trials(
    Session session, NetworkOption network, DenyOption deny, ImportOption imports, String file) {

  /**
   * The network with some values.
   *
   * @param graph empty if it cannot be built with them
   * @param parameters the types of its parameters, by name
   * @param problems what is wrong, warnings apart
   * @param hopeless whether that has nothing to do with the values
   */
  record Trial(
      Optional<Graph> graph,
      Map<String, String> parameters,
      List<Diagnostic> problems,
      boolean hopeless) {
    Optional<Diagnostic> first() {
      return problems.stream().findFirst();
    }
  }

  /**
   * @param settings as {@code --set} takes them
   */
  Trial with(List<String> settings) {
    Problems problems = deny.problems();
    NetworkCall call = network.call(settings, problems);
    if (problems.hasErrors()) {
      return trial(Optional.empty(), Optional.empty(), problems, false);
    }
    Optional<Networks> loaded = Networks.load(session, imports.sources(), file, call, problems);
    Problems missing = new Problems();
    loaded.ifPresent(networks -> require(networks, call, missing));
    if (missing.hasErrors()) {
      return trial(loaded, Optional.empty(), missing, true);
    }
    Optional<Graph> graph = loaded.flatMap(networks -> networks.graphs().stream().findFirst());
    return trial(loaded, graph, problems, loaded.isEmpty());
  }

  private Trial trial(
      Optional<Networks> loaded, Optional<Graph> graph, Problems problems, boolean hopeless) {
    return new Trial(
        graph,
        loaded.map(networks -> parameters(networks, graph)).orElse(Map.of()),
        problems.sorted().stream().filter(p -> p.severity() != Severity.WARNING).toList(),
        hopeless);
  }

  /** Says so if it is not clear which network is meant, or it is not there. */
  private void require(Networks networks, NetworkCall call, Problems problems) {
    if (call.name().isPresent()) {
      Networks.requireIn(List.of(networks), call.name().get(), problems);
    } else if (networks.complete().size() > 1) {
      problems.add(CommandProblems.severalNetworks(file, networks.complete()));
    } else {
      networks.requireAny(problems);
    }
  }

  private Map<String, String> parameters(Networks networks, Optional<Graph> graph) {
    Optional<String> name =
        graph.map(Graph::name).or(() -> network.call(List.of(), new Problems()).name());
    return name.map(networks.parameters()::get).orElse(Map.of());
  }

  /**
   * All combinations; what is wrong with one is in its row, and in the problems. Empty if it is
   * wrong with any.
   *
   * @param budgets which each of them is to keep
   */
  Optional<Sweep> sweep(List<Settings> settings, BudgetOption budgets, Problems problems) {
    List<Sweep.Row> rows = new ArrayList<>();
    String name = file;
    for (List<String> values : Settings.combinations(settings)) {
      List<String> given = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        given.add(settings.get(i).name() + "=" + values.get(i));
      }
      Trial trial = with(given);
      if (trial.hopeless()) {
        trial.problems().forEach(problems::add);
        return Optional.empty();
      }
      Optional<Diagnostic> wrong = trial.first().or(() -> trial.graph().flatMap(budgets::excess));
      wrong.ifPresent(problem -> problems.add(SweepProblems.of(problem, given)));
      name = trial.graph().map(Graph::name).orElse(name);
      rows.add(
          new Sweep.Row(
              values,
              trial.graph().map(Trials::cost),
              wrong.map(p -> new Sweep.Failure(p.code().name(), p.message()))));
    }
    List<String> names = settings.stream().map(Settings::name).toList();
    return Optional.of(new Sweep(name, file, names, rows));
  }

  private static Sweep.Cost cost(Graph graph) {
    Counts counts = Counts.of(graph);
    return new Sweep.Cost(
        counts.params().trainable(),
        counts.macs(),
        Peaks.of(graph).bytes(),
        counts.params().bytes());
  }
}
