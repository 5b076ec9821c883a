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
 * @param ids inputs of whole numbers
 * @param steps layers and blocks that keep a shape: shared ones, and parameters of type layer
 * @param loops the variables of the loops around, in the same scope of names; empty for a loop
 *     without one, in which nothing can have a label
 * @param inputs where the body of a network declares further inputs; a block has none
 * @param once whether the body stands for itself alone, and not for several iterations or groups
 */
record Scope(
    List<Symbol> symbols,
    List<Named> tensors,
    List<Named> ids,
    List<Named> steps,
    List<Optional<String>> loops,
    Optional<List<String>> inputs,
    boolean once) {

  record Symbol(String name, long value) {}

  record Named(String name, Shape shape) {}

  static Scope of(List<Symbol> symbols) {
    return new Scope(
        new ArrayList<>(symbols),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        List.of(),
        Optional.empty(),
        true);
  }

  /** The same for a network that may have more inputs than it begins with. */
  Scope withInputs(List<String> declarations) {
    return new Scope(symbols, tensors, ids, steps, loops, Optional.of(declarations), once);
  }

  /** For a body inside: what is named in it stays there. */
  Scope inner() {
    return inside(loops, once);
  }

  Scope loop(Optional<String> variable) {
    List<Optional<String>> inside = new ArrayList<>(loops);
    inside.add(variable);
    return inside(inside, false);
  }

  /** Inside a label: names of its own. */
  Scope labelled() {
    return inside(List.of(), once);
  }

  Scope group() {
    return inside(List.of(), false);
  }

  private Scope inside(List<Optional<String>> around, boolean alone) {
    return new Scope(
        new ArrayList<>(symbols),
        new ArrayList<>(tensors),
        ids,
        new ArrayList<>(steps),
        around,
        inputs,
        alone);
  }

  List<Named> tensors(Shape shape) {
    return tensors.stream().filter(named -> named.shape().equals(shape)).toList();
  }

  List<Named> steps(Shape shape) {
    return steps.stream().filter(named -> named.shape().equals(shape)).toList();
  }
}
