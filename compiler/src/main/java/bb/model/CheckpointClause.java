package bb.model;

import bb.graph.Checkpoint;
import bb.graph.Checkpoint.Rename;
import bb.model.Term.Sequence;
import bb.model.Term.StringTerm;
import bb.model.Term.TupleTerm;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates the {@code checkpoint} clauses of a network. Those of several add up. */
final class CheckpointClause {
  /** What one clause may take. */
  static final List<String> ARGUMENTS = List.of("prefix", "ignore", "rename");

  /** Rules of a kind: they are held to each name of a file. */
  static final int MAX_RULES = 1_000;

  private final Context context;
  private final Evaluator evaluator;
  private final List<String> prefixes = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<Rename> renames = new ArrayList<>();

  CheckpointClause(Context context, Evaluator evaluator) {
    this.context = context;
    this.evaluator = evaluator;
  }

  /** What all clauses so far say. */
  Checkpoint rules() {
    return new Checkpoint(prefixes, ignored, renames);
  }

  /** Takes a clause, as far as it makes sense; what does not is reported. */
  void add(Ast.Checkpoint clause, Evaluator.Place place) {
    for (Ast.Argument argument : clause.arguments()) {
      Ast.Name name = argument.name().orElse(new Ast.Name("", argument.span()));
      Span at = argument.value().span();
      if (!ARGUMENTS.contains(name.text())) {
        context.report(CheckpointProblems.unknown(name, ARGUMENTS));
        continue;
      }
      Term value = evaluator.evaluate(argument.value(), place);
      if (value.isUnknown()) {
        continue;
      }
      switch (name.text()) {
        case "prefix" -> prefixes.addAll(texts(value, name.text(), at));
        case "ignore" -> ignored.addAll(texts(value, name.text(), at));
        default -> renames(value, at);
      }
    }
    if (prefixes.size() > MAX_RULES || ignored.size() > MAX_RULES || renames.size() > MAX_RULES) {
      context.stop(LimitProblems.valueTooLarge(clause.span(), "this clause", MAX_RULES));
    }
  }

  /** One text or several. */
  private List<String> texts(Term value, String what, Span at) {
    List<String> texts = new ArrayList<>();
    for (Term term : value instanceof Sequence s ? elements(s) : List.of(value)) {
      if (term instanceof StringTerm(var text) && !text.isEmpty()) {
        texts.add(text);
      } else if (!term.isUnknown()) {
        context.report(
            CheckpointProblems.unfit(
                at, "`%s` takes a text, or a list of texts".formatted(what), term.show()));
        return List.of();
      }
    }
    return texts;
  }

  private void renames(Term value, Span at) {
    for (Term term : value instanceof Sequence s ? elements(s) : List.of(value)) {
      if (term instanceof TupleTerm pair
          && pair.size() == 2
          && pair.get(0) instanceof StringTerm(var from)
          && pair.get(1) instanceof StringTerm(var to)) {
        fault(from, to)
            .ifPresentOrElse(
                why ->
                    context.report(
                        CheckpointProblems.unfit(
                            at, why, "`\"%s\" -> \"%s\"`".formatted(from, to))),
                () -> renames.add(new Rename(from, to)));
      } else if (!term.isUnknown()) {
        context.report(
            CheckpointProblems.unfit(
                at, "`rename` takes a list of texts and what they become", term.show()));
        return;
      }
    }
  }

  private static Optional<String> fault(String from, String to) {
    if (from.isEmpty()) {
      return Optional.of("there is no name to change");
    }
    if (stars(to) > stars(from)) {
      return Optional.of("a `*` of the new name stands for none of the old one");
    }
    return to.contains("?")
        ? Optional.of("`?` in the new name stands for no character")
        : Optional.empty();
  }

  private static long stars(String text) {
    return text.chars().filter(c -> c == '*').count();
  }

  private static List<Term> elements(Sequence sequence) {
    List<Term> elements = new ArrayList<>();
    for (long i = 0; i < Math.min(sequence.size(), MAX_RULES + 1L); i++) {
      elements.add(sequence.get(i));
    }
    return elements;
  }
}
