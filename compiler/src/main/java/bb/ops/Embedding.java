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
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A learned vector for each token id.
 *
 * <ul>
 *   <li>C1: the input holds whole numbers, and has an axis.
 *   <li>C2: table and output can be counted.
 * </ul>
 */
public record Embedding(long vocabulary, long features) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("embedding", "Looks up a learned vector for each token id.")
          .required("vocabulary", new Attribute.Type.Int(1), "how many ids there are, from 0")
          .required("features", new Attribute.Type.Int(1), "length of each vector")
          .shape("int32 [..., tokens] -> [..., tokens, features]")
          .parameters("weight [vocabulary, features]")
          .source("PyTorch Embedding; Bengio et al., 2003")
          .build(a -> new Embedding(a.integer("vocabulary"), a.integer("features")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType ids = inputs.getFirst();
    return Inference.unless(
        numbers(ids).or(() -> Check.parameter("embedding", "weight", vocabulary, features)),
        () -> {
          List<Long> dims = new ArrayList<>(ids.shape().dims());
          dims.add(features);
          return Check.shape("embedding", dims).as(Axes.LAST);
        });
  }

  private static Optional<Failed> numbers(TensorType ids) {
    if (ids.dtype() != DType.INT32) {
      return Optional.of(
          Inference.failed(
                  Code.BB0302,
                  "`embedding` needs token ids in int32, found " + ids.dtype(),
                  "receives " + ids)
              .note("`embedding` takes whole numbers, the rows of its table")
              .help("declare the ids as `input ids: int32 [128]`"));
    }
    return Check.vectors("embedding", ids.shape());
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    return List.of(ParameterSpec.trainable("weight", Shape.of(vocabulary, features)));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return Spelling.module(
            Py.call(
                "nn.Embedding", Py.of(vocabulary, "num_embeddings"), Py.of(features, "features")))
        .of(Py.call("F.embedding", Py.X, new Py.Own("weight")));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value ids = inputs.getFirst();
    Shape shape = ids.type().shape();
    if (shape.rank() == 1) {
      return builder.step(new Kernel.Gather(0), inputs, parameters, output);
    }
    long count = shape.elements();
    TensorType list = new TensorType(DType.INT32, Shape.of(count));
    Value flat = builder.step(new Kernel.Reshape(), inputs, List.of(), list);
    TensorType rows = TensorType.float32(Shape.of(count, features));
    Value found = builder.step(new Kernel.Gather(0), List.of(flat), parameters, rows);
    return builder.step(new Kernel.Reshape(), List.of(found), List.of(), output);
  }
}
