package bb.model;

import bb.diagnostics.Diagnostic;
import bb.model.Term.Given;
import bb.model.Term.IntTerm;
import bb.model.Term.ListTerm;
import bb.model.Term.TensorTerm;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Recognises calls that are right in another framework, and one mistake here. */
final class CallHabits {
  private CallHabits() {}

  /**
   * @param arguments all but the tensors
   * @param call where the layer is written, with its arguments
   */
  static Optional<Diagnostic> find(OpSpec spec, List<Given> arguments, Term flow, Span call) {
    List<Given> positional = arguments.stream().filter(g -> g.name().isEmpty()).toList();
    return listOfTensors(positional)
        .or(() -> numbersApart(spec, positional, flow))
        .or(() -> nothingToGive(spec, positional, call));
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
      OpSpec spec, List<Given> positional, Span call) {
    return spec.attributes().isEmpty()
            && !positional.isEmpty()
            && call.text().startsWith(spec.name() + "(")
        ? Optional.of(NameProblems.noArguments(positional.getFirst().span(), spec.name(), call))
        : Optional.empty();
  }
}
