package bb.random;

import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the statements of a body may use.
 *
 * @param symbols names of ints
 * @param tensors named tensors
 * @param steps layers and blocks that keep a shape: shared ones, and parameters of type layer
 * @param loops the variables of the loops around, in the same scope of names; empty for a loop
 *     without one, in which nothing can have a label
 */
record Scope(
    List<Symbol> symbols, List<Named> tensors, List<Named> steps, List<Optional<String>> loops) {

  record Symbol(String name, long value) {}

  record Named(String name, Shape shape) {}

  static Scope empty() {
    return new Scope(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), List.of());
  }

  /** For a body inside: what is named in it stays there. */
  Scope inner() {
    return new Scope(
        new ArrayList<>(symbols), new ArrayList<>(tensors), new ArrayList<>(steps), loops);
  }

  Scope loop(Optional<String> variable) {
    List<Optional<String>> inside = new ArrayList<>(loops);
    inside.add(variable);
    Scope inner = inner();
    return new Scope(inner.symbols, inner.tensors, inner.steps, inside);
  }

  /** Inside a label: names of its own. */
  Scope labelled() {
    Scope inner = inner();
    return new Scope(inner.symbols, inner.tensors, inner.steps, List.of());
  }

  List<Named> tensors(Shape shape) {
    return tensors.stream().filter(named -> named.shape().equals(shape)).toList();
  }

  List<Named> steps(Shape shape) {
    return steps.stream().filter(named -> named.shape().equals(shape)).toList();
  }
}
