package bb.program;

import bb.kernel.Kernel;
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
    Shape a = inputs.get(0);
    Shape b = inputs.get(1);
    boolean stacks =
        a.rank() == 4 && b.rank() == 4 && a.dims().subList(0, 2).equals(b.dims().subList(0, 2));
    if (stacks || matrices(inputs)) {
      long depth = b.dim(transposed ? -1 : -2);
      long columns = b.dim(transposed ? -2 : -1);
      expectation.that(a.dim(-1) == depth, "the matrices' inner sizes agree");
      expectation.that(output.equals(a.with(-1, columns)), "a product is [m, n]");
    }
  }

  void attention(Kernel.Attention a) {
    if (matrices(inputs)) {
      Shape q = inputs.get(0);
      Shape k = inputs.get(1);
      Shape v = inputs.get(2);
      expectation.that(
          a.heads() % a.keyHeads() == 0
              && q.dim(1) % a.heads() == 0
              && k.dim(1) % a.keyHeads() == 0
              && v.dim(1) % a.keyHeads() == 0,
          "the heads divide the features");
      expectation.that(
          a.size(0, q) == a.size(1, k) && k.dim(0) == v.dim(0), "queries, keys and values fit");
      expectation.that(
          q.dim(0) % a.batch() == 0 && k.dim(0) % a.batch() == 0, "the batch divides the tokens");
      expectation.that(a.scale() > 0, "the scale is greater than 0");
      expectation.that(output.equals(a.output(q, v)), "attention makes a row for each query");
      for (int i = 0; i < a.biases().size(); i++) {
        bias(a, a.biases().get(i), inputs.get(3 + i));
      }
    }
  }

  private void bias(Kernel.Attention a, Kernel.Attention.Bias bias, Shape shape) {
    expectation.that(
        shape.equals(Shape.of(bias.batch() * bias.heads() * bias.queries(), bias.keys())),
        "a bias is as it says");
    expectation.that(
        isOneOr(bias.batch(), a.batch())
            && isOneOr(bias.heads(), a.heads())
            && isOneOr(bias.queries(), inputs.get(0).dim(0) / a.batch())
            && isOneOr(bias.keys(), inputs.get(1).dim(0) / a.batch()),
        "a bias is repeated or as large as the scores");
  }

  private static boolean isOneOr(long found, long all) {
    return found == 1 || found == all;
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

  void recurrence(Kernel.Recurrence r, List<Shape> weights) {
    List<Shape> all = new ArrayList<>(inputs);
    all.add(weights.getFirst());
    if (!matrices(all)) {
      return;
    }
    long directions = r.directions();
    long rows = weights.getFirst().dim(0);
    long hidden = rows / directions / r.cell().gates();
    long state = weights.getFirst().dim(1);
    Shape x = inputs.getFirst();
    boolean lstm = r.cell() == Kernel.Recurrence.Cell.LSTM;
    expectation.that(
        directions >= 1 && directions <= 2 && (lstm || !r.ends() && !r.projected()),
        "a recurrence goes one way or both, and only an LSTM has cell states");
    expectation.that(
        x.dim(1) == rows && rows == directions * r.cell().gates() * hidden,
        "there is a row of the recurrent weight for each gate");
    expectation.that(
        inputs.size() == 1
            || inputs.size() == (lstm ? 3 : 2)
                && inputs.get(1).equals(Shape.of(directions, state))
                && (!lstm || inputs.get(2).equals(Shape.of(directions, hidden))),
        "there is a first state for each direction");
    expectation.that(
        !r.bias() || weights.get(1).equals(Shape.of(rows)), "the bias has a number for each gate");
    expectation.that(
        r.projected()
            ? weights.getLast().equals(Shape.of(directions * state, hidden))
            : state == hidden,
        "a state is as long as what the cell makes of it");
    Shape states = Shape.of(x.dim(0), directions * state);
    expectation.that(
        output.equals(r.ends() ? Shape.of(states.elements() + directions * hidden) : states),
        "there is a state for each token");
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
