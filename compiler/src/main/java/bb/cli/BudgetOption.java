package bb.cli;

import bb.Peaks;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.graph.Graph;
import bb.graph.PeakMemory;
import bb.graph.Shares;
import bb.graph.Shares.Share;
import bb.report.Counts;
import bb.report.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --max-params} and its like: budgets of all networks that a command looks at. */
final class BudgetOption {
  @Option(
      names = "--max-params",
      paramLabel = "N",
      converter = Amounts.class,
      description =
          "Fail if a network has more trainable parameters, with K, M or G as in a source: 5.5M.")
  private Optional<Amount> params = Optional.empty();

  @Option(
      names = "--max-macs",
      paramLabel = "N",
      converter = Amounts.class,
      description = "Fail if a network takes more multiply-adds.")
  private Optional<Amount> macs = Optional.empty();

  @Option(
      names = "--max-memory",
      paramLabel = "BYTES",
      converter = Amounts.class,
      description =
          "Fail if more bytes of activations are needed at the same time, as peak_bytes counts them.")
  private Optional<Amount> memory = Optional.empty();

  /** A number, and how it was written. */
  record Amount(long number, String text) {}

  /** Numbers as the language has them. */
  static final class Amounts implements ITypeConverter<Amount> {
    private static final Pattern NUMBER = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMG]?)");

    @Override
    public Amount convert(String text) {
      Matcher matcher = NUMBER.matcher(text);
      if (text.length() > 20 || !matcher.matches()) {
        throw new TypeConversionException(
            "`%s` is not an amount, such as 5500000, 5.5M or 4G".formatted(text));
      }
      int zeros = matcher.group(2).isEmpty() ? 0 : 3 * ("KMG".indexOf(matcher.group(2)) + 1);
      try {
        long number = new BigDecimal(matcher.group(1)).movePointRight(zeros).longValueExact();
        return new Amount(number, text);
      } catch (ArithmeticException _) {
        throw new TypeConversionException("`%s` is not a whole amount of 64 bits".formatted(text));
      }
    }
  }

  /** Which budgets a network exceeds, for which it is counted if there are any. */
  Optional<Diagnostic> excess(Graph graph) {
    return params.isPresent() || macs.isPresent() || memory.isPresent()
        ? excess(graph, Counts.of(graph))
        : Optional.empty();
  }

  /** Which budgets a network exceeds; empty if it keeps all of them. */
  Optional<Diagnostic> excess(Graph graph, Counts counts) {
    List<Excess> found = new ArrayList<>();
    params
        .filter(limit -> counts.params().trainable() > limit.number)
        .ifPresent(limit ->
            found.add(
                new Excess(
                    counts.params().trainable(),
                    "parameters",
                    limit,
                    "--max-params",
                    shares(graph, counts.ownParams(graph)))));
    macs.filter(limit -> counts.macs() > limit.number)
        .ifPresent(limit ->
            found.add(
                new Excess(
                    counts.macs(),
                    "multiply-adds",
                    limit,
                    "--max-macs",
                    shares(graph, counts.layerMacs()))));
    memory.ifPresent(limit -> {
      PeakMemory.Peak peak = Peaks.of(graph);
      if (peak.bytes() > limit.number) {
        found.add(
            new Excess(peak.bytes(), "bytes of activations", limit, "--max-memory", peak.shares()));
      }
    });
    return found.isEmpty() ? Optional.empty() : Optional.of(exceeded(graph, found));
  }

  /** What a network has too much of. */
  private record Excess(long has, String what, Amount limit, String option, List<Share> shares) {
    /** {@code 278 parameters, 78 more than it may}. */
    String amount() {
      return "%s %s, %s more than it may"
          .formatted(Numbers.exact(has), what, Numbers.exact(has - limit.number));
    }

    /** Where the limit is written, and which parts have the most. */
    String why() {
      return "the limit of %s is that of the command line, `%s %s`\nmost of them: %s"
          .formatted(Numbers.exact(limit.number), option, limit.text, Shares.largest(shares));
    }
  }

  private static List<Share> shares(Graph graph, List<Long> amounts) {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      shares.add(new Share(graph.nodes().get(i).path(), amounts.get(i)));
    }
    return shares;
  }

  private static Diagnostic exceeded(Graph graph, List<Excess> found) {
    Excess first = found.getFirst();
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0412,
                graph.span(),
                "`%s` has %s".formatted(graph.name(), first.amount()),
                "more than the command line allows")
            .note(first.why());
    for (Excess other : found.subList(1, found.size())) {
      problem = problem.note("it has %s\n%s".formatted(other.amount(), other.why()));
    }
    return problem;
  }
}
