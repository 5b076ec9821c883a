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
 * Sines and cosines of a number at several frequencies, by which a network knows positions and
 * times.
 *
 * <ul>
 *   <li>C1: the input is a number or a list of numbers, whole or not.
 *   <li>C2: {@code features} is even.
 *   <li>C3: {@code offset} is less than half of {@code features}.
 *   <li>C4: {@code base} is greater than 0.
 *   <li>C5: the output can be counted.
 * </ul>
 */
public record Sinusoid(long features, double base, long offset, boolean interleaved)
    implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "sinusoid",
              "The sine and the cosine of each number at the frequencies `base ** (-i / (features / 2"
                  + " - offset))`, i from 0.")
          .required("features", new Attribute.Type.Int(2), "how many are made of each number")
          .option("base", new Attribute.Type.Number(), "10000", "the largest period over 2 pi")
          .option("offset", new Attribute.Type.Int(0), "0", "1 lets the last frequency be 1 / base")
          .option(
              "interleaved",
              new Attribute.Type.Flag(),
              "true",
              "sine, cosine, sine, ...; else all sines, then all cosines")
          .shape("[] -> [features], [t] -> [t, features]")
          .source("Vaswani et al., 2017, section 3.5; Ho et al., 2020")
          .build(a ->
              new Sinusoid(
                  a.integer("features"),
                  a.number("base"),
                  a.integer("offset"),
                  a.flag("interleaved")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    Shape x = inputs.getFirst().shape();
    List<Long> dims = new ArrayList<>(x.dims());
    dims.add(features);
    return Inference.unless(
        numbers(x).or(this::pairs).or(() -> Check.positive("sinusoid", "base", base)),
        () -> Check.shape("sinusoid", dims));
  }

  private static Optional<Failed> numbers(Shape x) {
    return x.rank() < 2 ? Optional.empty() : Optional.of(Check.rank("sinusoid", "[] or [t]", x));
  }

  private Optional<Failed> pairs() {
    if (features % 2 != 0) {
      return Optional.of(
          outOfRange("features", features, "must be even")
              .note("each frequency makes a sine and a cosine"));
    }
    return offset < features / 2
        ? Optional.empty()
        : Optional.of(
            outOfRange("offset", offset, "must be less than half of `features`")
                .note("`features: %d` are %d pairs".formatted(features, features / 2)));
  }

  private static Failed outOfRange(String argument, long value, String rule) {
    return Inference.failed(
            Code.BB0316,
            "`%s` of `sinusoid` %s, found %d".formatted(argument, rule, value),
            "is " + value)
        .argument(argument);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return Spelling.function(
        Py.call(
            "sinusoid",
            Py.arg(Py.X),
            Py.arg(Py.of(features, "features")),
            Py.option("base", base, 10000.0),
            Py.option("offset", offset, 0L),
            Py.option("interleaved", interleaved, true)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Sinusoid(base, offset, interleaved), inputs, List.of(), output);
  }
}
