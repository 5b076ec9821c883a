package bb.model;

import bb.diagnostics.Diagnostic;
import bb.model.Term.Given;
import bb.model.Term.IntTerm;
import bb.model.Term.ListTerm;
import bb.model.Term.TensorTerm;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.source.Span;
import bb.types.DType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Recognises calls that are right in another framework, and one mistake here. */
final class CallHabits {
  /** Layers that are functions of numbers in other languages. */
  private static final Set<String> CONVERSIONS = Set.of("int", "float");

  private CallHabits() {}

  /**
   * @param arguments all but the tensors that stand one by one
   */
  static Optional<Diagnostic> find(Layers.Application call, List<Given> arguments, Term flow) {
    OpSpec spec = call.spec();
    List<Given> positional = arguments.stream().filter(g -> g.name().isEmpty()).toList();
    return listOfTensors(positional)
        .or(() -> numbersApart(spec, positional, flow))
        .or(() -> nothingToGive(call, positional, flow));
  }

  /** {@code concat([a, b])}. */
  private static Optional<Diagnostic> listOfTensors(List<Given> positional) {
    return positional.stream()
        .filter(g ->
            g.value() instanceof ListTerm(var elements)
                && !elements.isEmpty()
                && elements.stream().allMatch(Signatures::isTensor))
        .findFirst()
        .map(g -> ValueProblems.tensorsInList(g.span()));
  }

  /** {@code permute(0, 2, 1)}: what is one list here. */
  private static Optional<Diagnostic> numbersApart(OpSpec spec, List<Given> positional, Term flow) {
    boolean apart =
        positional.size() > 1
            && !spec.attributes().isEmpty()
            && spec.attributes().getFirst().type() instanceof Attribute.Type.Ints
            && positional.stream().allMatch(g -> g.value() instanceof IntTerm);
    if (!apart) {
      return Optional.empty();
    }
    List<Long> numbers = positional.stream().map(g -> ((IntTerm) g.value()).value()).toList();
    Span all = positional.getFirst().span().to(positional.getLast().span());
    boolean batch =
        spec.name().equals("permute")
            && flow instanceof TensorTerm(var value)
            && numbers.size() == value.type().shape().rank() + 1
            && numbers.getFirst() == 0;
    String list =
        batch
            ? numbers.stream()
                .skip(1)
                .map(n -> String.valueOf(n - 1))
                .collect(Collectors.joining(", ", "[", "]"))
            : "[" + all.text() + "]";
    return Optional.of(ValueProblems.numbersApart(all, spec.name(), list, batch));
  }

  /** {@code flatten(1)}: an argument of a layer that has none. */
  private static Optional<Diagnostic> nothingToGive(
      Layers.Application call, List<Given> positional, Term flow) {
    OpSpec spec = call.spec();
    if (!spec.attributes().isEmpty()
        || positional.isEmpty()
        || !call.span().text().startsWith(spec.name() + "(")) {
      return Optional.empty();
    }
    Given first = positional.getFirst();
    boolean number = Arithmetic.isNumber(first.value());
    if (number && spec.inputs().max() > 1) {
      return Optional.of(numberForTensor(call, first, flow));
    }
    if (number && CONVERSIONS.contains(spec.name())) {
      return Optional.of(
          ValueProblems.convertedNumber(first.span(), spec.name(), call.span(), whole(first)));
    }
    return Optional.of(
        number && spec.name().equals("softplus") && Arithmetic.toDouble(first.value()) != 1
            ? ValueProblems.steepness(first.span())
            : NameProblems.noArguments(first.span(), spec.name(), call.span()));
  }

  /** A number as a whole one. */
  private static String whole(Given number) {
    String text = number.span().text();
    return number.value() instanceof IntTerm ? text : "floor(" + text + ")";
  }

  /** {@code mul(2)}, {@code add(x, 1)}. */
  private static Diagnostic numberForTensor(Layers.Application call, Given number, Term flow) {
    List<Given> others = call.arguments().stream().filter(g -> g != number).toList();
    Term tensor = others.isEmpty() ? flow : others.getFirst().value();
    boolean one = others.size() <= 1 && (tensor instanceof TensorTerm || tensor.isUnknown());
    String affine = one ? Arithmetic.withNumber(call.spec().name(), number.span().text()) : "";
    String input = others.isEmpty() ? "" : others.getFirst().span().text() + ", ";
    return ValueProblems.numberForTensor(
        number.span(),
        call.spec().name(),
        call.span(),
        affine.isEmpty() ? "" : "affine(" + input + affine + ")",
        tensor instanceof TensorTerm(var flowing) ? flowing.type().dtype() : DType.FLOAT32);
  }
}
