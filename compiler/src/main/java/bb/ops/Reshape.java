package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The same elements in row-major order under another shape.
 *
 * <ul>
 *   <li>C1: no dimension is 0, and at most one is -1.
 *   <li>C2: the new shape has as many elements as the input.
 * </ul>
 */
public record Reshape(List<Long> dims) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("reshape", "Gives the same elements, in the same order, another shape.")
          .required(
              "shape",
              new Attribute.Type.Ints(-1),
              "the new dimensions; one may be -1, which takes what is left")
          .shape("[...] -> shape")
          .source("PyTorch reshape")
          .build(a -> new Reshape(a.ints("shape")));

  public Reshape {
    dims = List.copyOf(dims);
  }

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact("reshape", inputs, () -> infer(x));
  }

  private Inference infer(TensorType x) {
    long elements = x.shape().elements();
    if (dims.contains(0L) || dims.stream().filter(d -> d == -1).count() > 1) {
      return wrong(x)
          .note("a dimension is at least 1; a single -1 stands for what the others leave");
    }
    long known = dims.stream().filter(d -> d != -1).reduce(1L, Math::multiplyExact);
    boolean open = dims.contains(-1L);
    if (open ? elements % known != 0 : elements != known) {
      return open
          ? wrong(x).note(elements + " elements do not divide by " + known)
          : help(
              wrong(x).note(x + " has " + elements + " elements, " + dims + " " + known), elements);
    }
    List<Long> result = new ArrayList<>(dims);
    result.replaceAll(d -> d == -1 ? elements / known : d);
    return new Inference.Of(new TensorType(x.dtype(), new Shape(result), kept(x, result)));
  }

  /** Where the channels are, if their axis stays at its end of the shape and keeps its size. */
  private static Axes kept(TensorType x, List<Long> result) {
    boolean kept =
        x.shape().rank() > 1
            && !result.isEmpty()
            && switch (x.axes()) {
              case FIRST -> result.getFirst() == x.channels();
              case LAST -> result.getLast() == x.channels();
              case UNSAID -> false;
            };
    return kept ? x.axes() : Axes.UNSAID;
  }

  private Failed wrong(TensorType x) {
    return Inference.failed(
            Code.BB0310, "`reshape` cannot make " + Check.list(dims) + " of " + x, "receives " + x)
        .argument("shape");
  }

  /** Suggests the first single dimension that would make the numbers agree. */
  private Failed help(Failed failed, long elements) {
    for (int i = 0; i < dims.size(); i++) {
      List<Long> others = new ArrayList<>(dims);
      others.remove(i);
      long rest = others.stream().reduce(1L, Math::multiplyExact);
      if (elements % rest == 0) {
        others.add(i, elements / rest);
        return failed.help("`reshape(" + Check.list(others) + ")` would fit");
      }
    }
    return failed;
  }

  /** What only joins neighbouring axes, or divides one, says so. */
  @Override
  public Spelling torch(TorchInputs in) {
    List<Long> from = in.shape().dims();
    List<Long> to = in.output().shape().dims();
    int least = Math.min(from.size(), to.size());
    int same = 0;
    while (same < least && from.get(same).equals(to.get(same))) {
      same++;
    }
    int end = 0;
    while (end < least - same
        && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
      end++;
    }
    int joined = from.size() - same - end;
    int divided = to.size() - same - end;
    long first = same + (in.isBatched(0) ? 1 : 0);
    if (joined == 0 && divided == 0) {
      return Spelling.function(Py.X);
    }
    // an axis of one element comes or goes with the one behind it
    boolean one = divided == 0 && joined == 1 && end > 0 || divided == 1 && joined == 0 && end > 1;
    if (end > 0 && (divided == 0 || one)) {
      joined++;
      divided++;
      end--;
    }
    // which axis another one of one element came of is hidden: other sizes are written another way
    boolean told =
        one
            || to.size() == 1
            || !from.subList(same, same + joined).contains(1L)
                && !to.subList(same, same + divided).contains(1L);
    if (divided == 1 && joined > 1 && told) {
      Py start = Py.of(first, "dim");
      return Spelling.function(
          end == 0
              ? Py.X.method("flatten", start)
              : Py.X.method("flatten", start, Py.of(first + joined - 1, "dim")));
    }
    if (joined == 1 && divided > 1 && told) {
      Py sizes =
          new Py.Tuple(
              to.subList(same, same + divided).stream().map(d -> Py.of(d, "size")).toList());
      return Spelling.function(
          Py.X.method("unflatten", Py.of(end == 0 ? -1 : first, "dim"), sizes));
    }
    return Spelling.function(in.reshaped(Py.X, in.output().shape()));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Reshape(), inputs, List.of(), output);
  }
}
