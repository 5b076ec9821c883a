package bb.ops;

import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * A layer that does nothing at inference; reports still show it.
 *
 * <ul>
 *   <li>C1: {@code p} is between 0 and 1.
 * </ul>
 */
public record PassThrough(String name, Optional<Double> p) implements Operator {
  static final OpSpec IDENTITY =
      OpSpec.named("identity", "Passes on what flows in.")
          .source("PyTorch Identity")
          .build(_ -> new PassThrough("identity", Optional.empty()));
  static final OpSpec DROPOUT =
      OpSpec.named("dropout", "Drops elements in training; passes on what flows in at inference.")
          .positional("p", new Attribute.Type.Number(), "0.5", "probability of dropping an element")
          .source("PyTorch Dropout; Srivastava et al., 2014")
          .build(a -> new PassThrough("dropout", Optional.of(a.number("p"))));
  static final OpSpec DROP_PATH =
      OpSpec.named("drop_path", "Drops a whole branch in training; passes it on at inference.")
          .positional("p", new Attribute.Type.Number(), "0", "probability of dropping the branch")
          .source("torchvision StochasticDepth; Huang et al., 2016")
          .build(a -> new PassThrough("drop_path", Optional.of(a.number("p"))));

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    Optional<Failed> wrong = p.flatMap(value -> Check.probability(name, "p", value));
    return Inference.unless(wrong, () -> new Inference.Of(inputs.getFirst()));
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    if (p.isEmpty()) {
      return Spelling.function(Py.X, Py.call("nn.Identity", new Py[0]));
    }
    boolean elements = name.equals("dropout");
    if (!elements && p.get() == 0) {
      return Spelling.function(Py.X);
    }
    Py rate = Py.of(p.get(), "p");
    Py training = Py.name("self.training");
    return elements
        ? Spelling.function(Py.call("F.dropout", Py.X, rate, training), Py.call("nn.Dropout", rate))
        : Spelling.function(Py.call("drop_path", Py.X, rate, training));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return inputs.getFirst();
  }
}
