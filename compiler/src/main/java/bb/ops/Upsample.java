package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.Composite;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Resizes tokens, an image or a volume to a size or by a factor.
 *
 * <ul>
 *   <li>C1: the input is {@code [tokens, features]}, {@code [channels, height, width]} or {@code
 *       [channels, depth, height, width]} of floats.
 *   <li>C2: exactly one of {@code scale_factor} and {@code size} is given, with a number for all
 *       axes or one for each.
 *   <li>C3: {@code align_corners} and {@code antialias} go with modes that interpolate.
 *   <li>C4: {@code bilinear} and {@code bicubic} go with images, {@code trilinear} with volumes.
 *   <li>C5: factors are greater than 0 and leave something.
 *   <li>C6: the tables of what makes each element are not too large to travel with the network.
 * </ul>
 *
 * @param mode the word of it
 */
public record Upsample(
    Optional<List<Double>> scaleFactor,
    Optional<List<Long>> size,
    String mode,
    boolean alignCorners,
    boolean antialias)
    implements Operator {
  private static final String NAME = "upsample";

  private static final Map<String, Resampling.Mode> MODES =
      Map.of(
          "nearest", Resampling.Mode.NEAREST,
          "nearest_exact", Resampling.Mode.NEAREST_EXACT,
          "linear", Resampling.Mode.LINEAR,
          "bilinear", Resampling.Mode.LINEAR,
          "trilinear", Resampling.Mode.LINEAR,
          "bicubic", Resampling.Mode.CUBIC);

  static final OpSpec SPEC =
      OpSpec.named(
              NAME,
              "Resizes tokens, an image or a volume by repeating or interpolating what it holds.")
          .positional(
              "scale_factor",
              new Attribute.Type.Numbers(),
              "none",
              "how many times larger, whole or not; or `size`")
          .option(
              "size",
              new Attribute.Type.Ints(1),
              "none",
              "that of the output: tokens, height and width, or depth, height and width")
          .option(
              "mode",
              new Attribute.Type.Choice(
                  List.of(
                      "nearest", "nearest_exact", "linear", "bilinear", "trilinear", "bicubic")),
              "nearest",
              "how new elements are made; `linear` is called `bilinear` of images and `trilinear` of"
                  + " volumes, too")
          .option(
              "align_corners",
              new Attribute.Type.Flag(),
              "false",
              "of modes that interpolate: elements at the corners keep their values")
          .option(
              "antialias",
              new Attribute.Type.Flag(),
              "false",
              "of modes that interpolate: where the output is smaller, each element is made of all"
                  + " that it covers")
          .shape(
              "[c, h, w] -> [c, floor(h * scale_factor), floor(w * scale_factor)] or [c, size, size];"
                  + " [t, d] and [c, d, h, w] alike")
          .source("PyTorch interpolate; Keys, 1981")
          .build(a ->
              new Upsample(
                  a.has("scale_factor") ? Optional.of(a.numbers("scale_factor")) : Optional.empty(),
                  a.has("size") ? Optional.of(a.ints("size")) : Optional.empty(),
                  a.word("mode"),
                  a.flag("align_corners"),
                  a.flag("antialias")));

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
                fits(x)
                    .or(this::oneSize)
                    .or(() -> perAxis(x))
                    .or(this::interpolates)
                    .or(() -> modeFits(x))
                    .or(() -> factors(x))
                    .or(() -> tables(x)),
                () -> {
                  Space space = Space.of(x.shape());
                  List<Long> dims = space.dims(space.channels(x.shape()), sizes(x.shape()));
                  return Check.shape(NAME, dims).as(Axes.FIRST);
                }));
  }

  private static Optional<Failed> fits(TensorType x) {
    int rank = x.shape().rank();
    return Check.floats(NAME, List.of(x))
        .or(() ->
            rank >= 2 && rank <= 4
                ? Check.channelsFirst(NAME, x)
                : Optional.of(
                    Check.rank(
                        NAME,
                        "[tokens, features], [channels, height, width] or [channels, depth, height,"
                            + " width]",
                        x.shape())));
  }

  private Optional<Failed> oneSize() {
    if (scaleFactor.isPresent() != size.isPresent()) {
      return Optional.empty();
    }
    boolean both = size.isPresent();
    Failed failed =
        Inference.failed(
                Code.BB0313,
                both
                    ? "`upsample` cannot take both `scale_factor` and `size`"
                    : "`upsample` needs `scale_factor` or `size`",
                both ? "each determines the output" : "the output's size is unknown")
            .help(both ? "keep one of them" : "`scale_factor: 2` doubles the height and the width");
    return Optional.of(both ? failed.argument("size") : failed);
  }

  private Optional<Failed> perAxis(TensorType x) {
    int given = scaleFactor.<List<?>>map(list -> list).or(() -> size).orElseThrow().size();
    Space space = Space.of(x.shape());
    if (given == 1 || given == space.count()) {
      return Optional.empty();
    }
    String argument = size.isPresent() ? "size" : "scale_factor";
    return Optional.of(
        Inference.failed(
                Code.BB0301,
                "`%s` of `%s` has %d numbers, and %s has %s to resize"
                    .formatted(argument, NAME, given, x, Check.all(space.axes())),
                "receives " + x)
            .argument(argument)
            .help("give one number, or %d".formatted(space.count())));
  }

  private Optional<Failed> interpolates() {
    if (!MODES.get(mode).isNearest() || !alignCorners && !antialias) {
      return Optional.empty();
    }
    String argument = alignCorners ? "align_corners" : "antialias";
    return Optional.of(
        Inference.failed(
                Code.BB0313,
                "`%s` of `%s` has no meaning with `mode: %s`".formatted(argument, NAME, mode),
                "only modes that interpolate have "
                    + (alignCorners ? "corners to align" : "something to smooth"))
            .argument(argument)
            .help("add `mode: bilinear`, or leave `%s` out".formatted(argument)));
  }

  private Optional<Failed> modeFits(TensorType x) {
    Space space = Space.of(x.shape());
    boolean fits =
        switch (mode) {
          case "bilinear", "bicubic" -> space == Space.IMAGE;
          case "trilinear" -> space == Space.VOLUME;
          default -> true;
        };
    return fits
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0313,
                    "`mode: %s` of `%s` is not one of %s".formatted(mode, NAME, space.input()),
                    "receives " + x)
                .argument("mode")
                .help("write `mode: linear`"));
  }

  private Optional<Failed> factors(TensorType x) {
    if (scaleFactor.isEmpty()) {
      return Optional.empty();
    }
    Sizes sizes = Space.of(x.shape()).sizes(x.shape());
    for (int axis = 0; axis < sizes.count(); axis++) {
      double factor = factor(axis).getAsDouble();
      double exact = sizes.get(axis) * factor;
      if (!(factor > 0)) {
        return Check.positive(NAME, "scale_factor", factor);
      }
      if (!(exact >= 1 && exact <= Shape.MAX_ELEMENTS)) {
        return Optional.of(
            Inference.failed(
                    exact < 1 ? Code.BB0316 : Code.BB0308,
                    "`%s` cannot make an axis of %d elements %s times as large"
                        .formatted(NAME, sizes.get(axis), factor),
                    "receives " + x)
                .argument("scale_factor")
                .note(
                    exact < 1
                        ? "nothing would be left: %d * %s < 1".formatted(sizes.get(axis), factor)
                        : "a tensor may have at most " + Shape.MAX_ELEMENTS + " elements (2^40)"));
      }
    }
    return Optional.empty();
  }

  private OptionalDouble factor(int axis) {
    return scaleFactor
        .map(all -> OptionalDouble.of(all.get(all.size() == 1 ? 0 : axis)))
        .orElse(OptionalDouble.empty());
  }

  /** What is in between is never larger than both the input and the output, but for its parts. */
  private Optional<Failed> tables(TensorType x) {
    if (isPlane(x.shape())) {
      return Optional.empty();
    }
    Shape between = x.shape();
    for (Axis axis : axes(x.shape())) {
      double most = axis.resampling().most(axis.in(), axis.out());
      if (!(axis.out() * most <= Numbers.MOST)) {
        return Optional.of(
            Inference.failed(
                    Code.BB0308,
                    "`%s` would need a table of %s numbers, which is too large"
                        .formatted(NAME, Math.round(axis.out() * most)),
                    "receives " + x)
                .note(
                    "%d elements are made of up to %s each; at most %d numbers travel with a network"
                        .formatted(axis.out(), Math.round(most), Numbers.MOST)));
      }
      List<Long> parts = new ArrayList<>(between.dims());
      parts.set(axis.axis(), axis.out());
      parts.add((long) most);
      if (!Shape.fits(parts)) {
        return Optional.of(Check.tooLarge(NAME, parts));
      }
      between = between.with(axis.axis(), axis.out());
    }
    return Optional.empty();
  }

  private List<Long> sizes(Shape x) {
    return axes(x).stream().sorted(Comparator.comparing(Axis::axis)).map(Axis::out).toList();
  }

  /** An axis of the input, and what becomes of it. */
  private record Axis(int axis, long in, long out, Resampling resampling) {
    private Taps taps() {
      return resampling.taps(in, out);
    }

    /** Whether the sizes alone say where elements lie. */
    private boolean isExact() {
      return resampling.alignCorners()
          || resampling.factor().isEmpty()
          || out == in * resampling.factor().getAsDouble();
    }
  }

  /** Those that shrink come first. */
  private List<Axis> axes(Shape x) {
    Space space = Space.of(x);
    return IntStream.range(0, space.count())
        .mapToObj(i -> axis(space, i, x))
        .sorted(Comparator.comparing(axis -> (double) axis.out() / axis.in()))
        .toList();
  }

  private Axis axis(Space space, int i, Shape x) {
    long in = space.sizes(x).get(i);
    OptionalDouble factor = factor(i);
    long out =
        size.map(all -> all.get(all.size() == 1 ? 0 : i))
            .orElseGet(() -> (long) Math.floor(in * factor.getAsDouble()));
    return new Axis(
        space.firstAxis() + i,
        in,
        out,
        new Resampling(MODES.get(mode), alignCorners, antialias, factor));
  }

  /** Whether it is what the kernel of planes does. */
  private boolean isPlane(Shape x) {
    Resampling.Mode kind = MODES.get(mode);
    return x.rank() < 4
        && !antialias
        && (kind == Resampling.Mode.NEAREST || kind == Resampling.Mode.LINEAR)
        && axes(x).stream().allMatch(Axis::isExact);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Space space = Space.of(in.shape());
    Resampling.Mode kind = MODES.get(mode);
    String word =
        switch (kind) {
          case NEAREST -> "nearest";
          case NEAREST_EXACT -> "nearest-exact";
          case LINEAR ->
              switch (space) {
                case SEQUENCE -> "linear";
                case IMAGE -> "bilinear";
                case VOLUME -> "trilinear";
              };
          case CUBIC -> "bicubic";
        };
    List<Py.Arg> arguments = new ArrayList<>();
    size.ifPresent(s -> arguments.add(Py.arg("size", Py.of(one(s), "size"))));
    scaleFactor.ifPresent(
        s -> arguments.add(Py.arg("scale_factor", Py.of(one(s), "scale_factor"))));
    arguments.add(Py.option("mode", word, "nearest"));
    arguments.add(Py.option("align_corners", alignCorners, false));
    if (antialias) {
      if (space != Space.IMAGE) {
        return new Spelling.Missing("PyTorch resizes images only with `antialias`");
      }
      arguments.add(Py.arg("antialias", Py.of(true)));
    }
    List<Py.Arg> applied = new ArrayList<>(arguments);
    applied.addFirst(Py.arg(space == Space.SEQUENCE ? Py.X.transposed() : Py.X));
    Py result = Py.call("F.interpolate", applied);
    if (space == Space.SEQUENCE) {
      return Spelling.function(result.transposed());
    }
    return antialias
        ? Spelling.function(result)
        : Spelling.function(result, Py.call("nn.Upsample", arguments));
  }

  private static Object one(List<?> numbers) {
    return numbers.stream().distinct().count() == 1
        ? Spelled.value(numbers.getFirst())
        : numbers.stream().map(Spelled::value).toList();
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    if (isPlane(x.type().shape())) {
      Kernel.Resize.Mode kind =
          MODES.get(mode).isNearest() ? Kernel.Resize.Mode.NEAREST : Kernel.Resize.Mode.BILINEAR;
      return builder.step(new Kernel.Resize(kind, alignCorners), inputs, List.of(), output);
    }
    int first = builder.size();
    Chain chain = new Chain(builder);
    for (Axis axis : axes(x.type().shape())) {
      Taps taps = axis.taps();
      x = taps.isIdentity(axis.in()) ? x : taps.along(chain, x, axis.axis());
    }
    if (builder.size() > first && isInterpolation(inputs.getFirst().type().shape())) {
      boolean cubic = MODES.get(mode) == Resampling.Mode.CUBIC;
      builder.composite(
          first, new Composite.Interpolation(cubic, alignCorners), inputs, List.of(), x);
    }
    return x;
  }

  /**
   * Whether ONNX's {@code Resize} means the same. It takes sizes, or factors in single precision,
   * so that those which the sizes do not say exactly are left out. So is what is smoothed, as ONNX
   * Runtime makes something else of it where one axis shrinks and another grows.
   */
  private boolean isInterpolation(Shape x) {
    return !MODES.get(mode).isNearest()
        && x.rank() > 2
        && !antialias
        && axes(x).stream().allMatch(Axis::isExact);
  }
}
