package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Part of a tensor along one axis.
 *
 * <ul>
 *   <li>C1: the axis exists.
 *   <li>C2: {@code 0 <= start < end <= size}, negative ones counted from the end.
 * </ul>
 */
public record Slice(long axis, long start, Optional<Long> end, long step) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("slice", "Takes the elements from `start` to before `end` along one axis.")
          .required("axis", Attribute.Type.Int.ANY, "the axis; negative from the end; no batch")
          .option("start", Attribute.Type.Int.ANY, "0", "the first to take; negative from the end")
          .option(
              "end",
              Attribute.Type.Int.ANY,
              "none",
              "the first not to take; negative from the end; else all")
          .option("step", new Attribute.Type.Int(1), "1", "from one element to the next")
          .shape("[a, b, ...], axis 0 -> [(end - start - 1) // step + 1, b, ...]")
          .source("PyTorch narrow, and slices of Python")
          .build(a ->
              new Slice(
                  a.integer("axis"),
                  a.integer("start"),
                  a.has("end") ? Optional.of(a.integer("end")) : Optional.empty(),
                  a.integer("step")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(Check.axis("slice", axis, x.shape()), () -> taken(x));
  }

  private Inference taken(TensorType x) {
    long size = x.shape().dim((int) axis);
    long from = fromStart(start, size);
    long to = fromStart(end.orElse(size), size);
    if (from < 0 || from >= to || to > size) {
      return Inference.failed(
              Code.BB0312,
              "`slice` cannot take "
                  + start
                  + " to "
                  + end.map(String::valueOf).orElse("the end")
                  + " of the "
                  + size
                  + " elements along axis "
                  + axis,
              "receives " + x)
          .argument(from < 0 || from >= size ? "start" : "end")
          .note("it needs 0 <= start < end <= " + size + ", found start " + from + ", end " + to);
    }
    long count = (to - from - 1) / step + 1;
    Shape part = x.shape().with((int) axis, count);
    return new Inference.Of(new TensorType(x.dtype(), part, x.axes()));
  }

  private static long fromStart(long index, long size) {
    return index < 0 ? index + size : index;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    long size = in.shape().dim((int) axis);
    long from = fromStart(start, size);
    long to = fromStart(end.orElse(size), size);
    Py range =
        new Py.Range(
            from == 0 ? Optional.empty() : Optional.of(Py.of(from, "start")),
            to == size ? Optional.empty() : Optional.of(Py.of(to, "end")),
            step == 1 ? Optional.empty() : Optional.of(Py.of(step, "step")));
    List<Py> at = new ArrayList<>();
    long along = in.axis(0, axis);
    if (along < 0) {
      at.add(Py.name("..."));
    }
    for (long i = 0; i < along; i++) {
      at.add(new Py.Range(Optional.empty(), Optional.empty(), Optional.empty()));
    }
    at.add(range);
    return Spelling.function(
        in.output().shape().equals(in.shape()) ? Py.X : Py.X.at(at.toArray(Py[]::new)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Shape x = inputs.getFirst().type().shape();
    int positive = (int) (axis < 0 ? axis + x.rank() : axis);
    return output.shape().equals(x)
        ? inputs.getFirst()
        : builder.step(
            new Kernel.Slice(positive, fromStart(start, x.dim(positive)), step),
            inputs,
            List.of(),
            output);
  }
}
