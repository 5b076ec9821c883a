package bb.program;

import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** What the shapes of kernels on sequences have in common. */
final class SequenceRules {
  private final List<Shape> inputs;
  private final Shape output;
  private final Expectation expectation;

  /** Takes a rule, and whether it holds. */
  interface Expectation {
    void that(boolean holds, String rule);
  }

  SequenceRules(List<Shape> inputs, Shape output, Expectation expectation) {
    this.inputs = inputs;
    this.output = output;
    this.expectation = expectation;
  }

  void matMul(boolean transposed) {
    if (matrices(inputs)) {
      Shape a = inputs.get(0);
      Shape b = inputs.get(1);
      long depth = transposed ? b.dim(1) : b.dim(0);
      long columns = transposed ? b.dim(0) : b.dim(1);
      expectation.that(a.dim(1) == depth, "the matrices' inner sizes agree");
      expectation.that(output.equals(Shape.of(a.dim(0), columns)), "a product is [m, n]");
    }
  }

  void attention(long heads) {
    if (matrices(inputs)) {
      Shape q = inputs.get(0);
      Shape k = inputs.get(1);
      Shape v = inputs.get(2);
      expectation.that(
          q.dim(1) == k.dim(1) && k.dim(0) == v.dim(0), "queries, keys and values fit");
      expectation.that(
          q.dim(1) % heads == 0 && v.dim(1) % heads == 0, "the heads divide the features");
      expectation.that(
          output.equals(Shape.of(q.dim(0), v.dim(1))), "attention makes a row for each query");
    }
  }

  void gather(int axis, Shape table) {
    List<Long> dims = new ArrayList<>(table.dims());
    dims.remove(axis);
    dims.addAll(axis, inputs.getLast().dims());
    expectation.that(
        output.equals(new Shape(dims)) && (inputs.size() == 2 || table.rank() == 2 && axis == 0),
        "a slice of the table for each number");
  }

  void selectiveScan() {
    Shape u = inputs.get(0);
    Shape a = inputs.get(2);
    if (matrices(inputs.subList(0, 5))) {
      Shape state = Shape.of(u.dim(0), a.dim(1));
      expectation.that(
          inputs.get(1).equals(u)
              && a.dim(0) == u.dim(1)
              && inputs.get(3).equals(state)
              && inputs.get(4).equals(state)
              && inputs.get(5).equals(Shape.of(u.dim(1)))
              && output.equals(u),
          "the operands of a scan fit");
    }
  }

  void sinusoid(long offset) {
    Shape x = inputs.getFirst();
    boolean fits = x.rank() <= 1 && output.rank() == x.rank() + 1;
    expectation.that(
        fits && output.dims().subList(0, x.rank()).equals(x.dims()),
        "a row of features for each number");
    expectation.that(
        fits && output.dim(-1) % 2 == 0 && output.dim(-1) / 2 > offset,
        "the features are pairs, more than the offset");
  }

  private boolean matrices(List<Shape> shapes) {
    boolean all = shapes.stream().allMatch(shape -> shape.rank() == 2);
    expectation.that(all, "the operands are matrices");
    return all;
  }
}
