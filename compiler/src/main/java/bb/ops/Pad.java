package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * Adds rows and columns around an image.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: the output can be counted.
 * </ul>
 */
public record Pad(long left, long right, long top, long bottom, double value) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("pad", "Adds rows and columns of one value around an image.")
          .option("left", new Attribute.Type.Int(0), "0", "columns before the first")
          .option("right", new Attribute.Type.Int(0), "0", "columns after the last")
          .option("top", new Attribute.Type.Int(0), "0", "rows above")
          .option("bottom", new Attribute.Type.Int(0), "0", "rows below")
          .option("value", new Attribute.Type.Number(), "0", "what they hold")
          .shape("[c, h, w] -> [c, h + top + bottom, w + left + right]")
          .source("PyTorch ConstantPad2d")
          .build(a ->
              new Pad(
                  a.integer("left"),
                  a.integer("right"),
                  a.integer("top"),
                  a.integer("bottom"),
                  a.number("value")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "pad",
        inputs,
        () ->
            Inference.unless(
                Check.image("pad", x),
                () ->
                    Check.shape(
                        "pad",
                        x.shape().dim(0),
                        Math.addExact(x.shape().dim(1), Math.addExact(top, bottom)),
                        Math.addExact(x.shape().dim(2), Math.addExact(left, right)))));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return left + right + top + bottom == 0
        ? inputs.getFirst()
        : builder.step(
            new Kernel.Pad(List.of(0L, top, left), List.of(0L, bottom, right), value),
            inputs,
            List.of(),
            output);
  }
}
