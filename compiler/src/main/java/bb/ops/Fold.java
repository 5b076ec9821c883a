package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Numbers;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.ops.Taps.Row;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts patches back where {@link Unfold} took them, and adds up where they overlap.
 *
 * <ul>
 *   <li>C1: the input is {@code [tokens, features]} of floats.
 *   <li>C2: the window fits the padded output, and has as many places as there are tokens.
 *   <li>C3: the window's pixels divide the features.
 *   <li>C4: the output can be counted, and the tables of what lies where are not too large.
 * </ul>
 */
public record Fold(Sizes size, Sizes kernel, Sizes stride, Sizes padding, Sizes dilation)
    implements Operator {
  private static final String NAME = "fold";

  static final OpSpec SPEC =
      window(
              OpSpec.named(
                      NAME,
                      "Lays tokens as patches over an image, as a window slides over it, and adds"
                          + " up where they overlap.")
                  .required("size", new Attribute.Type.Pair(1), "height and width of the output"))
          .shape("[h' * w', c * kernel * kernel] -> [c, size, size], h' and w' as of `unfold`")
          .source("PyTorch Fold, on the transpose")
          .build(a ->
              new Fold(
                  a.sizes("size"),
                  a.sizes("kernel"),
                  a.sizes("stride"),
                  a.sizes("padding"),
                  a.sizes("dilation")));

  /** The arguments of a window that takes what lies under it. */
  static OpSpec.Builder window(OpSpec.Builder spec) {
    return spec.required("kernel", new Attribute.Type.Pair(1), "height and width of the window")
        .option("stride", new Attribute.Type.Pair(1), "1", "steps of the window")
        .option("padding", new Attribute.Type.Pair(0), "0", "zeros on each side of the image")
        .option("dilation", new Attribute.Type.Pair(1), "1", "spacing of the window's elements");
  }

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
                Check.matrices(NAME, inputs)
                    .or(() -> rule(x.shape()).fitsOrPad())
                    .or(() -> tokens(x))
                    .or(() -> features(x))
                    .or(() -> tables(NAME, rule(x.shape()), x))
                    .or(() -> between(x.shape())),
                () -> Check.shape(NAME, channels(x.shape()), size.height(), size.width())));
  }

  private long channels(Shape x) {
    return x.dim(1) / kernel.product();
  }

  private WindowRule rule(Shape x) {
    List<WindowAxis> axes = new ArrayList<>();
    for (int i = 0; i < size.count(); i++) {
      axes.add(
          new WindowAxis(
              Space.IMAGE.axes().get(i),
              size.get(i),
              kernel.get(i),
              stride.get(i),
              padding.get(i),
              padding.get(i),
              dilation.get(i)));
    }
    return new WindowRule(NAME, x, axes);
  }

  private Optional<Failed> tokens(TensorType x) {
    Sizes places = rule(x.shape()).sizes(WindowAxis::floorSize);
    return places.product() == x.shape().dim(0)
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0305,
                    "`%s` of %s needs %d tokens, found %d"
                        .formatted(NAME, size.times(), places.product(), x.shape().dim(0)),
                    "receives " + x)
                .note("the window has " + places.times() + " places"));
  }

  private Optional<Failed> features(TensorType x) {
    long pixels = kernel.product();
    long features = x.shape().dim(1);
    return features % pixels == 0
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0304,
                    "the window of `%s` has %d pixels, which do not divide the %d features"
                        .formatted(NAME, pixels, features),
                    "receives " + x)
                .argument("kernel")
                .note(
                    "%d = %d * %d + %d"
                        .formatted(features, pixels, features / pixels, features % pixels)));
  }

  private Optional<Failed> between(Shape x) {
    long places = rule(x).sizes(WindowAxis::floorSize).width();
    long columns = Math.multiplyExact(kernel.width(), places);
    return Check.parameter(NAME, "rows", channels(x), size.height(), kernel.height(), columns)
        .or(() ->
            Check.parameter(
                NAME, "columns", channels(x), size.height(), size.width(), kernel.width()));
  }

  /** What lies where can be written down. */
  static Optional<Failed> tables(String layer, WindowRule rule, TensorType x) {
    for (WindowAxis axis : rule.axes()) {
      long numbers = Math.multiplyExact(axis.kernel(), axis.floorSize());
      if (numbers > Numbers.MOST || axis.padded() > Numbers.MOST) {
        return Optional.of(
            Inference.failed(
                    Code.BB0308,
                    "`%s` would need a table of %d numbers, which is too large"
                        .formatted(layer, Math.max(numbers, axis.padded())),
                    "receives " + x)
                .note(
                    "a window of %d has %d places along the %s; at most %d numbers travel with a network"
                        .formatted(axis.kernel(), axis.floorSize(), axis.name(), Numbers.MOST)));
      }
    }
    return Optional.empty();
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> arguments = new ArrayList<>(List.of(Py.arg(Py.X.transposed())));
    arguments.add(Py.arg(Py.of(size.list(), "output_size")));
    arguments.addAll(arguments(kernel, dilation, padding, stride));
    return Spelling.function(Py.call("F.fold", arguments));
  }

  /** Those of a window that PyTorch's functions take. */
  static List<Py.Arg> arguments(Sizes kernel, Sizes dilation, Sizes padding, Sizes stride) {
    return List.of(
        Py.arg(Py.of(kernel.python(), "kernel_size")),
        Py.option("dilation", dilation.python(), 1L),
        Py.option("padding", padding.python(), 0L),
        Py.option("stride", stride.python(), 1L));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Chain chain = new Chain(builder);
    List<WindowAxis> axes = rule(inputs.getFirst().type().shape()).axes();
    Sizes places = rule(inputs.getFirst().type().shape()).sizes(WindowAxis::floorSize);
    long channels = output.shape().dim(0);
    Value patches =
        chain.reshape(
            inputs.getFirst(),
            places.height(),
            places.width(),
            channels,
            kernel.height(),
            kernel.width());
    Value turned = chain.permute(patches, 2, 3, 0, 4, 1);
    Value spread =
        chain.reshape(
            turned, channels, kernel.height() * places.height(), kernel.width() * places.width());
    Value rows = covered(axes.get(0)).along(chain, spread, 1);
    return covered(axes.get(1)).along(chain, rows, 2);
  }

  /** For each element of the image the elements of windows that lie there. */
  private static Taps covered(WindowAxis axis) {
    List<List<Long>> there = new ArrayList<>();
    for (long i = 0; i < axis.size(); i++) {
      there.add(new ArrayList<>());
    }
    for (long k = 0; k < axis.kernel(); k++) {
      for (long i = 0; i < axis.floorSize(); i++) {
        long place = i * axis.stride() + k * axis.dilation() - axis.before();
        if (place >= 0 && place < axis.size()) {
          there.get((int) place).add(k * axis.floorSize() + i);
        }
      }
    }
    return new Taps(there.stream().map(Fold::sum).toList());
  }

  private static Row sum(List<Long> elements) {
    double[] ones = new double[Math.max(1, elements.size())];
    Arrays.fill(ones, elements.isEmpty() ? 0 : 1);
    return new Row(
        elements.isEmpty()
            ? new long[] {0}
            : elements.stream().mapToLong(element -> element).toArray(),
        ones);
  }
}
