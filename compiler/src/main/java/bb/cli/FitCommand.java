package bb.cli;

import bb.Peaks;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.report.Counts;
import bb.report.Fit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the largest value of a parameter with which a network keeps a budget.",
      "Everything is counted exactly; where rounding makes counts go down again, that is said."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc fit mobilenet_v2.bb --network MobileNetV2 --vary width --max-macs 200M",
      "  bbc fit resnet.bb --network ResNet50 --vary size --step 32 --max-memory 64M"
    })
final class FitCommand implements Callable<Integer> {
  /** No value is more than so many steps. */
  private static final long MOST = 1 << 20;

  private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The .bb file.")
  private String file;

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "PARAMETER",
      description = "The parameter of the network, a number.")
  private String parameter;

  @Option(
      names = "--step",
      paramLabel = "S",
      converter = StepSize.class,
      description = "Try multiples of this; 1 for whole numbers, 0.01 for others, unless stated.")
  private Optional<BigDecimal> step;

  @Option(
      names = "--max-params",
      paramLabel = "N",
      converter = BudgetOption.Amounts.class,
      description = "Parameters, at the most: 5.5M.")
  private Optional<BudgetOption.Amount> params;

  @Option(
      names = "--max-macs",
      paramLabel = "N",
      converter = BudgetOption.Amounts.class,
      description = "Multiply-adds of one example, at the most: 300M.")
  private Optional<BudgetOption.Amount> macs;

  @Option(
      names = "--max-memory",
      paramLabel = "N",
      converter = BudgetOption.Amounts.class,
      description = "Bytes of activations needed at the same time, at the most: 64M.")
  private Optional<BudgetOption.Amount> memory;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      converter = Words.TextOrJson.class,
      description = "How to print it; text unless stated.")
  private Words.Format format;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  private final Map<Long, Fit.Cost> costs = new HashMap<>();
  private final Map<Long, Diagnostic> faults = new HashMap<>();

  FitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    diagnostics.applyTo(session);
    Fit.Budget budget =
        new Fit.Budget(
            params.map(BudgetOption.Amount::number),
            macs.map(BudgetOption.Amount::number),
            memory.map(BudgetOption.Amount::number));
    if (budget.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "a budget is missing: --max-params, --max-macs or --max-memory");
    }
    Problems problems = deny.problems();
    Trials trials = new Trials(session, network, deny, imports, file);
    Trials.Trial given = trials.with(network.settings());
    String type = given.parameters().getOrDefault(parameter, "");
    if (given.hopeless() || given.graph().isEmpty()) {
      given.problems().forEach(problems::add);
    } else if (!type.equals("int") && !type.equals("float")) {
      problems.add(SweepProblems.notANumber(given.graph().get().name(), parameter, type));
    }
    if (problems.hasErrors()) {
      return session.finish(problems);
    }
    BigDecimal unit = step.orElse(type.equals("int") ? BigDecimal.ONE : HUNDREDTH);
    Largest largest = Largest.search(number -> answer(trials, unit, number, budget), MOST);
    if (largest.best().isEmpty()) {
      problems.add(SweepProblems.nothingFits(parameter, smallest(unit, budget)));
    } else {
      session.print(text(given.graph().get().name(), unit, largest, budget));
    }
    return session.finish(problems);
  }

  private Largest.Answer answer(Trials trials, BigDecimal unit, long number, Fit.Budget budget) {
    List<String> settings = new ArrayList<>(network.settings());
    settings.removeIf(setting -> setting.startsWith(parameter + "="));
    settings.add(parameter + "=" + value(unit, number));
    Trials.Trial trial = trials.with(settings);
    Optional<Diagnostic> wrong = trial.first();
    if (wrong.isPresent() || trial.graph().isEmpty()) {
      wrong.ifPresent(problem -> faults.put(number, problem));
      return Largest.Answer.IMPOSSIBLE;
    }
    Fit.Cost cost = cost(trial.graph().get());
    costs.put(number, cost);
    return budget.isKeptBy(cost) ? Largest.Answer.FITS : Largest.Answer.OVER;
  }

  private static Fit.Cost cost(Graph graph) {
    Counts counts = Counts.of(graph);
    return new Fit.Cost(counts.params().trainable(), counts.macs(), Peaks.of(graph).bytes());
  }

  private static String value(BigDecimal unit, long number) {
    BigDecimal value = unit.multiply(BigDecimal.valueOf(number));
    return value.toPlainString();
  }

  /** What the smallest value that is possible needs, or why none is. */
  private String smallest(BigDecimal unit, Fit.Budget budget) {
    return costs.keySet().stream()
        .min(Long::compare)
        .map(number ->
            "`%s=%s` needs %s"
                .formatted(
                    parameter, value(unit, number), budget.excess(costs.get(number)).orElse("")))
        .or(() ->
            faults.keySet().stream()
                .min(Long::compare)
                .map(number ->
                    "with `%s=%s`: %s"
                        .formatted(parameter, value(unit, number), faults.get(number).message())))
        .orElse("nothing was tried");
  }

  private String text(String name, BigDecimal unit, Largest largest, Fit.Budget budget) {
    long best = largest.best().getAsLong();
    OptionalLong next = largest.next();
    Fit fit =
        new Fit(
            name,
            file,
            parameter,
            new Fit.Point(value(unit, best), costs.get(best)),
            next.isPresent()
                ? Optional.of(
                    new Fit.Point(value(unit, next.getAsLong()), costs.get(next.getAsLong())))
                : Optional.empty(),
            Optional.ofNullable(faults.get(best + 1))
                .filter(_ -> next.isEmpty())
                .map(wrong -> new Fit.Fault(value(unit, best + 1), wrong.message())),
            budget,
            unit.toPlainString(),
            Largest.CHECKED,
            largest.steady());
    return switch (format) {
      case TEXT -> fit.text();
      case JSON -> fit.json();
    };
  }
}
