package bb.model;

import bb.model.Term.BoolTerm;
import bb.model.Term.FloatTerm;
import bb.model.Term.Given;
import bb.model.Term.IntTerm;
import bb.model.Term.LayerTerm;
import bb.model.Term.ListTerm;
import bb.model.Term.RangeTerm;
import bb.model.Term.StringTerm;
import bb.model.Term.TensorTerm;
import bb.model.Term.TupleTerm;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fits the arguments of a call to the parameters of a block or network. */
final class Parameters {
  /** The types a parameter may have. */
  static final List<String> TYPES =
      List.of("int", "float", "bool", "string", "list", "tensor", "layer");

  private final String callee;
  private final List<Ast.Parameter> parameters;
  private final Evaluator evaluator;
  private final Context context;

  Parameters(String callee, List<Ast.Parameter> parameters, Evaluator evaluator, Context context) {
    this.callee = callee;
    this.parameters = parameters;
    this.evaluator = evaluator;
    this.context = context;
  }

  /** The values of a call's parameters, and the tensors it names as inputs. */
  record Bound(Map<String, Term> values, List<Term> tensors) {}

  /**
   * Positional arguments go to the parameters in order; a positional tensor for a parameter that is
   * no {@code tensor} is an input of the block.
   */
  Bound bind(List<Given> given, Span call, Module home) {
    Map<String, Term> values = new HashMap<>();
    List<Term> tensors = new ArrayList<>();
    int position = 0;
    boolean good = context.charge(parameters.size() + given.size(), call);
    Map<String, Ast.Parameter> byName = new HashMap<>();
    parameters.forEach(p -> byName.putIfAbsent(p.name().text(), p));
    for (Given argument : given) {
      if (argument.name().isEmpty() && isInput(argument.value(), position)) {
        tensors.add(argument.value());
        continue;
      }
      int at = position;
      Optional<Ast.Parameter> parameter =
          argument.name().isPresent()
              ? Optional.ofNullable(byName.get(argument.name().get()))
              : at < parameters.size() ? Optional.of(parameters.get(at)) : Optional.empty();
      position += argument.name().isPresent() ? 0 : 1;
      if (parameter.isEmpty()) {
        good = false;
        context.report(unfit(argument));
      } else {
        Ast.Parameter found = parameter.get();
        Term value = check(found, argument.value(), argument.span());
        if (values.putIfAbsent(found.name().text(), value) != null) {
          context.report(
              NameProblems.argumentTwice(argument.nameSpan(), callee, found.name().text()));
        }
      }
    }
    complete(values, call, home, good);
    return new Bound(values, tensors);
  }

  /** Fills in the defaults, each of which may use the parameters before it. */
  private void complete(Map<String, Term> values, Span call, Module home, boolean report) {
    Environment earlier = Environment.block();
    for (Ast.Parameter parameter : parameters) {
      String name = parameter.name().text();
      if (!values.containsKey(name)) {
        Term value = Term.UNKNOWN;
        if (parameter.defaultValue().isPresent()) {
          Ast.Expr expr = parameter.defaultValue().get();
          Term term = evaluator.evaluate(expr, new Evaluator.Place(earlier, home, Term.UNKNOWN));
          value = check(parameter, term, expr.span());
        } else if (report) {
          context.report(
              NameProblems.missingArgument(
                  call, callee, name, article(parameter.type()) + " and has no default"));
        }
        values.put(name, value);
      }
      earlier.bind(name, values.get(name));
    }
  }

  private bb.diagnostics.Diagnostic unfit(Given argument) {
    List<String> known = parameters.stream().map(p -> p.name().text()).toList();
    if (argument.name().isEmpty()) {
      return NameProblems.tooManyFor(argument.span(), callee, known);
    }
    return NameProblems.unknownArgument(argument.nameSpan(), callee, argument.name().get(), known);
  }

  private boolean isInput(Term value, int position) {
    boolean tensor = Layers.isInput(value);
    boolean wanted = position < parameters.size() && takes(parameters.get(position).type(), value);
    return tensor && !wanted;
  }

  /** Whether a parameter of that type is for tensors, as many as these. */
  private static boolean takes(Ast.TypeExpr type, Term tensors) {
    return switch (type) {
      case Ast.NamedType(var name, _) -> name.text().equals("tensor");
      case Ast.TupleType tuple -> fit(tuple, tensors).isPresent();
    };
  }

  private Term check(Ast.Parameter parameter, Term value, Span span) {
    if (value.isUnknown()) {
      return Term.UNKNOWN;
    }
    Optional<Term> fitted = fit(parameter.type(), value);
    if (fitted.isEmpty()) {
      String name = parameter.name().text();
      String what = "`%s`".formatted(name);
      String expected = article(parameter.type());
      context.report(
          switch (value) {
            case FloatTerm(var number) when expected.contains("whole") ->
                ValueProblems.notWhole(span, what, number);
            case TupleTerm(var parts) when expected.equals("a tensor") && parts.areTensors() ->
                ValueProblems.severalTensors(span, name, parts.size(), value);
            default -> ValueProblems.wrongType(span, what, expected, value);
          });
    }
    return fitted.orElse(Term.UNKNOWN);
  }

  /** The value as the type wants it, or empty if it is of another type. */
  private static Optional<Term> fit(Ast.TypeExpr type, Term value) {
    return switch (type) {
      case Ast.TupleType(var types, _) -> {
        boolean fits = value instanceof TupleTerm(var elements) && elements.size() == types.size();
        for (int i = 0; fits && i < types.size(); i++) {
          fits = fit(types.get(i), ((TupleTerm) value).get(i)).isPresent();
        }
        yield fits ? Optional.of(value) : Optional.empty();
      }
      case Ast.NamedType(var name, _) ->
          switch (name.text()) {
            case "int" -> only(value, value instanceof IntTerm);
            case "float" ->
                value instanceof IntTerm(var whole)
                    ? Optional.of(new FloatTerm(whole))
                    : only(value, value instanceof FloatTerm);
            case "bool" -> only(value, value instanceof BoolTerm);
            case "string" -> only(value, value instanceof StringTerm);
            case "list" -> only(value, value instanceof ListTerm || value instanceof RangeTerm);
            case "tensor" -> only(value, value instanceof TensorTerm);
            case "layer" -> only(value, value instanceof LayerTerm);
            default -> Optional.of(Term.UNKNOWN);
          };
    };
  }

  private static Optional<Term> only(Term value, boolean fits) {
    return fits ? Optional.of(value) : Optional.empty();
  }

  private static String article(Ast.TypeExpr type) {
    return switch (type) {
      case Ast.TupleType(_, var span) -> "a tuple " + span.text();
      case Ast.NamedType(var name, _) ->
          switch (name.text()) {
            case "int" -> "a whole number";
            case "float" -> "a number";
            case "bool" -> "a truth value";
            default -> "a " + name.text();
          };
    };
  }
}
