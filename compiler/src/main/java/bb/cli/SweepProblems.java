package bb.cli;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import java.util.List;

/** What is said about networks with several values of a parameter. */
final class SweepProblems {
  private SweepProblems() {}

  static Diagnostic tooMany(long count, int most) {
    return Diagnostic.general(
            Code.BB0745, "these are more combinations than the %,d of one command".formatted(most))
        .note("the options `--set` have %,d".formatted(count))
        .help("take larger steps, or fewer parameters at a time");
  }

  /** What is wrong with one combination. */
  static Diagnostic of(Diagnostic problem, List<String> settings) {
    return problem.note("with `%s`".formatted(String.join("`, `", settings)));
  }

  /**
   * @param type of the parameter, empty if there is none of that name
   */
  static Diagnostic notANumber(String network, String parameter, String type) {
    Diagnostic problem =
        Diagnostic.general(
            Code.BB0746,
            type.isEmpty()
                ? "`%s` has no parameter `%s`".formatted(network, parameter)
                : "the parameter `%s` of `%s` is no number".formatted(parameter, network));
    return (type.isEmpty() ? problem : problem.note("it is of type `%s`".formatted(type)))
        .help("`--vary` takes a parameter of type `int` or `float`");
  }

  /**
   * @param tried the smallest value, and what it needs
   */
  static Diagnostic nothingFits(String parameter, String tried) {
    return Diagnostic.general(Code.BB0422, "no value of `%s` keeps the budget".formatted(parameter))
        .note(tried)
        .help("allow more, or vary another parameter");
  }
}
