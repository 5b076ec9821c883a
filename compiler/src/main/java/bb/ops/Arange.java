package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * The positions of a tensor's first axis, such as its tokens.
 *
 * <ul>
 *   <li>C1: the input has at least one axis.
 * </ul>
 */
public record Arange() implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("arange", "The positions 0, 1, ... of the tokens that flow in.")
          .shape("[t, ...] -> [t]")
          .source("PyTorch arange")
          .build(_ -> new Arange());

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return x.shape().rank() > 0
        ? Check.shape("arange", x.shape().dim(0))
        : Inference.failed(
            Code.BB0301, "`arange` needs [tokens, ...], found " + x.shape(), "receives " + x);
  }

  /** Positions are the same for all examples. */
  @Override
  public Spelling torch(TorchInputs in) {
    Py count = Py.X.attr("shape").at(Py.of(in.isBatched(0) ? 1L : 0L));
    Py positions =
        Py.call(
            "torch.arange",
            Py.arg(count),
            Py.arg("dtype", Py.name("torch.float32")),
            Py.arg("device", Py.X.attr("device")));
    return new Spelling.Function(positions, Optional.empty(), false);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Range(), List.of(), List.of(), output);
  }
}
