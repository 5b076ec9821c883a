package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
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
 * The selective state space model: for each channel a state that decays and takes in the input at a
 * pace that depends on the token.
 *
 * <ul>
 *   <li>C1: the inputs are u, delta {@code [t, d]}, a {@code [d, n]}, b, c {@code [t, n]} and skip
 *       {@code [d]}, all of floats.
 *   <li>C2: multiply-adds can be counted.
 * </ul>
 */
public record SelectiveScan() implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "selective_scan",
              "For tensors `u, delta, a, b, c, skip`, token by token from a state of 0: `h ="
                  + " exp(delta * a) * h + delta * b * u`, `y = sum(c * h) + skip * u`.")
          .inputs(new OpSpec.Inputs(6, 6))
          .shape("[t, d], [t, d], [d, n], [t, n], [t, n], [d] -> [t, d]")
          .macs("t * d * n")
          .source("state-spaces/mamba selective_scan_fn; Gu and Dao, 2023")
          .build(_ -> new SelectiveScan());

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Check.exact(
        "selective_scan",
        inputs,
        () ->
            Inference.unless(
                Check.floats("selective_scan", inputs)
                    .or(() -> Check.matrices("selective_scan", inputs.subList(0, 5)))
                    .or(() -> fit(inputs.stream().map(TensorType::shape).toList())),
                () -> size(inputs)));
  }

  private static Optional<Failed> fit(List<Shape> shapes) {
    Shape u = shapes.get(0);
    Shape a = shapes.get(2);
    List<Long> state = List.of(u.dim(0), a.dim(1));
    return misfit("delta", u.dims(), shapes.get(1), u)
        .or(() -> misfit("a", List.of(u.dim(1), a.dim(1)), a, u))
        .or(() -> misfit("b", state, shapes.get(3), u))
        .or(() -> misfit("c", state, shapes.get(4), u))
        .or(() -> misfit("skip", List.of(u.dim(1)), shapes.get(5), u));
  }

  private static Optional<Failed> misfit(String name, List<Long> expected, Shape found, Shape u) {
    return expected.equals(found.dims())
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0305,
                    "`%s` of `selective_scan` must be %s, found %s"
                        .formatted(name, Check.list(expected), found),
                    "receives " + u + " as `u`")
                .note(
                    "the tensors are u [t, d], delta [t, d], a [d, n], b [t, n], c [t, n], skip [d]"));
  }

  private static Inference size(List<TensorType> inputs) {
    TensorType u = inputs.getFirst();
    Check.countable(u.shape().elements(), inputs.get(2).shape().dim(1));
    return new Inference.Of(u);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py> arguments = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      arguments.add(i == 2 || i == 5 ? new Py.In(i) : in.whole(i));
    }
    return Spelling.function(Py.call("selective_scan", arguments.toArray(Py[]::new)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.SelectiveScan(), inputs, List.of(), output);
  }
}
