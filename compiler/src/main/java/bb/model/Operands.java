package bb.model;

import bb.model.Term.Given;
import bb.model.Term.LayerTerm;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Layers among the arguments of a call that stand for what they yield: {@code add(x, silu(y))}. */
final class Operands {
  private final Context context;

  Operands(Context context) {
    this.context = context;
  }

  /** Whether a call has any. */
  boolean areIn(LayerTerm call) {
    for (int i = 0; i < call.arguments().size(); i++) {
      if (isOperand(call, i)) {
        return true;
      }
    }
    return false;
  }

  /** The call with what they yield in their place, computed from the first to the last. */
  LayerTerm applied(LayerTerm call, BiFunction<LayerTerm, Span, Term> apply) {
    if (!areIn(call)) {
      return call;
    }
    List<Given> arguments = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Given given = call.arguments().get(i);
      arguments.add(
          isOperand(call, i)
              ? new Given(
                  given.name(),
                  given.nameSpan(),
                  apply.apply((LayerTerm) given.value(), given.span()),
                  given.span())
              : given);
    }
    return new LayerTerm(call.target(), arguments, call.span(), call.shared());
  }

  /**
   * No primitive layer takes a layer as such. A block may: there a layer stands for what it yields
   * where a tensor is wanted, or where it is given tensors itself.
   */
  private boolean isOperand(LayerTerm call, int argument) {
    if (!(call.arguments().get(argument).value() instanceof LayerTerm layer)) {
      return false;
    }
    return switch (call.target()) {
      case Target.Primitive _, Target.Split _ -> true;
      case Target.UserBlock(var block, _) -> {
        String type = type(block, call.arguments(), argument);
        yield type.equals("tensor") || !type.equals("layer") && takesTensors(layer);
      }
    };
  }

  /** The type of the parameter that an argument is for; empty if there is none. */
  private static String type(Ast.Block block, List<Given> arguments, int argument) {
    Given given = arguments.get(argument);
    long position =
        arguments.subList(0, argument).stream()
            .filter(a -> a.name().isEmpty() && !Layers.isInput(a.value()))
            .count();
    List<Ast.Parameter> parameters = block.parameters();
    return given
        .name()
        .map(name -> parameters.stream().filter(p -> p.name().text().equals(name)).findFirst())
        .orElseGet(() -> parameters.stream().skip(position).findFirst())
        .map(parameter -> parameter.type().span().text())
        .orElse("");
  }

  /** Each layer that is looked at counts: one may be in many others. */
  private boolean takesTensors(LayerTerm layer) {
    return context.step(layer.span())
        && layer.arguments().stream()
            .map(Given::value)
            .anyMatch(value ->
                Layers.isInput(value) || value instanceof LayerTerm inner && takesTensors(inner));
  }
}
