package bb.model;

import bb.model.Term.IntTerm;
import bb.model.Term.TensorTerm;
import bb.model.Term.TupleTerm;
import bb.source.Span;
import bb.syntax.Ast;
import bb.syntax.Ast.ShapePattern;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Matches what flows into and out of a block with its shape signature. */
final class Signatures {
  private final Evaluator evaluator;
  private final Context context;

  Signatures(Evaluator evaluator, Context context) {
    this.evaluator = evaluator;
    this.context = context;
  }

  /**
   * Binds the dimension names of the input patterns to the shapes that flow in; false after
   * reporting that they do not match.
   */
  boolean enter(Ast.Block block, Term flow, Evaluator.Place place, Span call) {
    List<ShapePattern> patterns = block.signature().orElseThrow().inputs();
    List<Term> tensors = tensors(flow);
    String name = block.name().text();
    if (tensors.size() != patterns.size() || !tensors.stream().allMatch(Signatures::isTensor)) {
      context.report(
          StructureProblems.inputCount(
              call,
              name,
              count(patterns.size()),
              tensors.isEmpty() ? "nothing flows in" : count(tensors.size()) + " flows in",
              patterns.size() == 1 && tensors.size() > 1 ? "concat -> " + call.text() : ""));
      return false;
    }
    for (int i = 0; i < patterns.size(); i++) {
      Shape shape = ((TensorTerm) tensors.get(i)).value().type().shape();
      Optional<String> mismatch = match(patterns.get(i), shape, place);
      if (mismatch.isPresent()) {
        context.report(
            StructureProblems.signatureInput(
                call,
                name,
                patterns.get(i).span().text(),
                shape.toString(),
                patterns.get(i).span(),
                mismatch.get()));
        return false;
      }
    }
    return true;
  }

  /** Whether the output is what the signature says; reports it if not. */
  boolean leave(Ast.Block block, Term result, Evaluator.Place place, Span call) {
    List<ShapePattern> patterns = block.signature().orElseThrow().outputs();
    if (result.isUnknown()) {
      return true;
    }
    List<Term> tensors = tensors(result);
    String name = block.name().text();
    for (int i = 0; i < Math.max(patterns.size(), tensors.size()); i++) {
      ShapePattern pattern = patterns.get(Math.min(i, patterns.size() - 1));
      Optional<String> computed = compute(pattern, place);
      if (computed.isEmpty()) {
        return true;
      }
      boolean counts = patterns.size() == tensors.size() && isTensor(tensors.get(i));
      boolean matches =
          counts && fits(pattern, ((TensorTerm) tensors.get(i)).value().type().shape(), place);
      if (!matches) {
        String produced = tensors.stream().map(Signatures::shape).collect(Collectors.joining(", "));
        context.report(
            StructureProblems.signatureOutput(
                pattern.span(),
                name,
                pattern.span().text(),
                computed.get(),
                produced.isEmpty() ? "nothing" : produced,
                call));
        return false;
      }
    }
    return true;
  }

  /** Binds or compares each dimension; says what is wrong if the shape does not match. */
  private Optional<String> match(ShapePattern pattern, Shape shape, Evaluator.Place place) {
    int extra = shape.rank() - pattern.dims().size();
    if (pattern.anyLeading() ? extra < 0 : extra != 0) {
      return Optional.of(
          "takes %s%d dimension%s"
              .formatted(
                  pattern.anyLeading() ? "at least " : "",
                  pattern.dims().size(),
                  pattern.dims().size() == 1 ? "" : "s"));
    }
    for (int i = 0; i < pattern.dims().size(); i++) {
      long dim = shape.dim(extra + i);
      Ast.Expr expr = pattern.dims().get(i);
      if (expr instanceof Ast.Reference(var name, _) && place.names().find(name.text()).isEmpty()) {
        place.names().bind(name.text(), new IntTerm(dim));
        continue;
      }
      Term expected = evaluator.evaluate(expr, place);
      if (!expected.isUnknown() && !Arithmetic.equal(expected, new IntTerm(dim))) {
        return Optional.of(
            "`%s` is %s, not %d".formatted(expr.span().text(), expected.show(), dim));
      }
    }
    return Optional.empty();
  }

  private boolean fits(ShapePattern pattern, Shape shape, Evaluator.Place place) {
    int extra = shape.rank() - pattern.dims().size();
    if (pattern.anyLeading() ? extra < 0 : extra != 0) {
      return false;
    }
    for (int i = 0; i < pattern.dims().size(); i++) {
      Term expected = evaluator.evaluate(pattern.dims().get(i), place);
      if (!expected.isUnknown() && !Arithmetic.equal(expected, new IntTerm(shape.dim(extra + i)))) {
        return false;
      }
    }
    return true;
  }

  /** The pattern with its numbers; empty if one of them cannot be computed. */
  private Optional<String> compute(ShapePattern pattern, Evaluator.Place place) {
    List<String> dims = new ArrayList<>();
    if (pattern.anyLeading()) {
      dims.add("...");
    }
    for (Ast.Expr expr : pattern.dims()) {
      Term term = evaluator.evaluate(expr, place);
      if (term.isUnknown()) {
        return Optional.empty();
      }
      dims.add(term.show());
    }
    return Optional.of("[" + String.join(", ", dims) + "]");
  }

  static List<Term> tensors(Term flow) {
    return flow instanceof TupleTerm(var elements) ? elements : List.of(flow);
  }

  static boolean isTensor(Term term) {
    return term instanceof TensorTerm;
  }

  static String count(int tensors) {
    return tensors == 1 ? "one tensor" : tensors + " tensors";
  }

  private static String shape(Term term) {
    return term instanceof TensorTerm(var value) ? value.type().toString() : term.show();
  }
}
