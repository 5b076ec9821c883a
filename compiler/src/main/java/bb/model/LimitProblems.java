package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.List;
import java.util.Optional;

/** What is said when a program asks for more than elaboration gives, and of contracts that fail. */
final class LimitProblems {
  private LimitProblems() {}

  /**
   * @param table the constant whose numbers were computed, if some were
   */
  static Diagnostic tooManySteps(Span span, Optional<Ast.Name> table, int limit) {
    return Diagnostic.at(
            Code.BB0401,
            span,
            "unrolling this network takes more than %,d steps".formatted(limit),
            "still unrolling here")
        .note(
            "repeats are unrolled when the network is checked; each statement, each iteration and"
                + " each value is a step, a layer is %d".formatted(Context.LAYER))
        .help(
            table
                .map(name ->
                    ("make `%s` smaller, or let it read less that changes: a `const` is computed"
                            + " again only where what it reads has other values")
                        .formatted(name.text()))
                .orElse("lower the repeat count"));
  }

  static Diagnostic tooManyStepsInFile(Span span, long limit) {
    return Diagnostic.at(
            Code.BB0401,
            span,
            "the networks of this file together take more than %,d steps".formatted(limit),
            "this network is one too many")
        .help("move some of the networks to another file, or check one with `--network`");
  }

  static Diagnostic tooDeep(Span call, String block, int limit) {
    return Diagnostic.at(
            Code.BB0402,
            call,
            "`%s` is called inside itself more than %d times deep".formatted(block, limit),
            "this call goes one level deeper")
        .note("a block that calls itself must stop: its recursion is unrolled when it is checked")
        .help(
            "guard the call with `if`, and pass a smaller number each time: `if depth > 0 { … }`");
  }

  /**
   * A value that needs itself.
   *
   * @param circle the values on the way, each made of the next and the last of the first
   */
  static Diagnostic ofItself(Span span, List<String> circle) {
    String first = circle.getFirst();
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0402, span, "`%s` is made of itself".formatted(first), "needs its own value");
    return circle.size() == 1
        ? problem.help("give it a value that does not read it")
        : problem
            .note(
                "`%s` is made of `%s`, which is made of `%s`"
                    .formatted(
                        first,
                        String.join("`, which is made of `", circle.subList(1, circle.size())),
                        first))
            .help("give one of them a value that reads none of the others");
  }

  static Diagnostic tooManyNodes(Span span, int limit) {
    return Diagnostic.at(
            Code.BB0403,
            span,
            "this network has more than %,d layers".formatted(limit),
            "the layer that is one too many")
        .help("lower a repeat count, or split the network");
  }

  static Diagnostic countOverflow(Span span, String what, String why) {
    return Diagnostic.at(
            Code.BB0404, span, "the number of %s does not fit 64 bits".formatted(what), why)
        .help("make the layer smaller");
  }

  static Diagnostic valueTooLarge(Span span, String what, long limit) {
    return Diagnostic.at(
            Code.BB0405,
            span,
            "%s is longer than %,d elements".formatted(what, limit),
            "too long to keep")
        .help("a `repeat` can run over a range without making a list of it");
  }

  static Diagnostic valueTooDeep(Span span, int limit) {
    return Diagnostic.at(
        Code.BB0405,
        span,
        "this list has more than %d lists inside each other".formatted(limit),
        "too deep to keep");
  }

  static Diagnostic tooMuchToImport(Span span, int files, int mebibytes) {
    return Diagnostic.at(
            Code.BB0409,
            span,
            "more is imported than %d files or %d MiB together".formatted(files, mebibytes),
            "the file that is one too many")
        .help("import only what this file uses");
  }

  static Diagnostic nameTooLong(Span span, String name, int limit) {
    return Diagnostic.at(
            Code.BB0411,
            span,
            "the name of this step is longer than %,d characters".formatted(limit),
            "it begins with `%s`".formatted(name.substring(0, 60)))
        .note("a step's full name begins with the labels of all that it stands in")
        .help("shorten the labels");
  }

  static Diagnostic variantsTooDeep(Span span, String variant, int limit) {
    return Diagnostic.at(
            Code.BB0408,
            span,
            "`%s` is more than %d variants away from its network".formatted(variant, limit),
            "the network that this one is made of")
        .help("make it of the network itself, with all its arguments");
  }

  /**
   * @param facts about the two sides of it, a line each
   * @param limit where a limit is written that it names
   */
  static Diagnostic assertion(
      Ast.Assert assertion, String reason, String facts, Optional<Span> limit) {
    Span span = assertion.condition().span();
    String otherwise =
        switch (assertion.strength()) {
          case ASSERT -> "the assertion `%s` does not hold";
          case WARN -> "`%s` does not hold";
        };
    Diagnostic failed =
        Diagnostic.at(
            assertion.strength() == Ast.Strength.ASSERT ? Code.BB0410 : Code.BB0815,
            span,
            reason.isEmpty() ? otherwise.formatted(span.text()) : reason,
            "this is false");
    Diagnostic placed =
        limit.map(where -> failed.with(new Label(where, "the limit"))).orElse(failed);
    return facts.isEmpty() ? placed : placed.note(facts);
  }
}
