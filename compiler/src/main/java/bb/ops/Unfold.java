package bb.ops;

import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The patches under a sliding window as tokens, whose features are channel by channel the window's
 * pixels.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: the window fits the padded input.
 *   <li>C3: the output can be counted, and the tables of what lies where are not too large.
 * </ul>
 */
public record Unfold(Sizes kernel, Sizes stride, Sizes padding, Sizes dilation)
    implements Operator {
  private static final String NAME = "unfold";

  static final OpSpec SPEC =
      Fold.window(
              OpSpec.named(
                  NAME, "Makes a token of each patch of an image, as a window slides over it."))
          .shape(
              "[c, h, w] -> [h' * w', c * kernel * kernel], h' = (h + 2 * padding - dilation *"
                  + " (kernel - 1) - 1) // stride + 1, same for w'")
          .source("PyTorch Unfold, on the transpose")
          .build(a ->
              new Unfold(
                  a.sizes("kernel"), a.sizes("stride"), a.sizes("padding"), a.sizes("dilation")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        NAME,
        inputs,
        () ->
            Inference.unless(
                Check.image(NAME, x)
                    .or(() -> rule(x.shape()).fitsOrPad())
                    .or(() -> Fold.tables(NAME, rule(x.shape()), x)),
                () -> size(x.shape())));
  }

  private WindowRule rule(Shape x) {
    return WindowRule.of(NAME, Space.IMAGE, x, kernel, stride, padding, dilation);
  }

  private Inference size(Shape x) {
    WindowAxis height = rule(x).axes().get(0);
    WindowAxis width = rule(x).axes().get(1);
    Optional<Failed> between =
        Check.parameter(NAME, "padded", x.dim(0), height.padded(), width.padded())
            .or(() ->
                Check.parameter(
                    NAME, "rows", x.dim(0), height.kernel(), height.floorSize(), width.padded()));
    return Inference.unless(
        between,
        () ->
            Check.shape(
                NAME,
                rule(x).sizes(WindowAxis::floorSize).product(),
                Math.multiplyExact(x.dim(0), kernel.product())));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> arguments = new ArrayList<>(List.of(Py.arg(Py.X)));
    arguments.addAll(Fold.arguments(kernel, dilation, padding, stride));
    return Spelling.function(Py.call("F.unfold", arguments).transposed());
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    Chain chain = new Chain(builder);
    WindowRule rule = rule(x.type().shape());
    if (!padding.are(0)) {
      x = chain.frame(x, List.of(0L, padding.height(), padding.width()));
    }
    Value rows = chain.gather(x, 1, places(chain, rule.axes().get(0)));
    Value patches = chain.gather(rows, 3, places(chain, rule.axes().get(1)));
    Value tokens = chain.permute(patches, 2, 4, 0, 1, 3);
    return chain.reshape(tokens, output.shape().toArray());
  }

  /** Where each element of the window lies at each of its places. */
  private static Value places(Chain chain, WindowAxis axis) {
    int windows = (int) axis.floorSize();
    float[] places = new float[(int) axis.kernel() * windows];
    for (int k = 0; k < axis.kernel(); k++) {
      for (int i = 0; i < windows; i++) {
        places[k * windows + i] = i * axis.stride() + k * axis.dilation();
      }
    }
    return chain.constant(new TensorType(DType.INT32, Shape.of(axis.kernel(), windows)), places);
  }
}
