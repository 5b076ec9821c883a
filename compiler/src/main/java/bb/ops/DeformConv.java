package bb.ops;

import static bb.kernel.ScalarExpr.constant;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.ScalarExpr.In;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.Composite;
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
import java.util.stream.Stream;

/**
 * A convolution each of whose windows looks where a tensor says (Dai et al., 2017), and weighs what
 * it sees by another (Zhu et al., 2019). Between pixels it interpolates; outside of the image there
 * are zeros.
 *
 * <ul>
 *   <li>C1: the tensors are {@code [channels, height, width]} of floats.
 *   <li>C2: the window fits the padded image, and {@code groups} divides its channels and {@code
 *       out}.
 *   <li>C3: there are offsets for each element of the window at each of its places, of one group of
 *       channels or more, which divide the image's; and as many weights in the mask.
 *   <li>C4: the output can be counted, and so can the pixels, in floats.
 * </ul>
 */
public record DeformConv(
    long out,
    Sizes kernel,
    Sizes stride,
    Sizes padding,
    Sizes dilation,
    long groups,
    boolean bias,
    boolean mask)
    implements Operator {
  private static final String NAME = "deform_conv";

  static final OpSpec SPEC =
      OpSpec.named(
              NAME,
              "Convolves an image with `out` learned filters whose windows are bent by offsets:"
                  + " `deform_conv(image, offsets, 64, 3)`.")
          .inputs(new OpSpec.Inputs(2, 2))
          .required("out", new Attribute.Type.Int(1), "output channels")
          .required("kernel", new Attribute.Type.Pair(1), "height and width of the window")
          .option("stride", new Attribute.Type.Pair(1), "1", "steps of the window")
          .option("padding", new Attribute.Type.Pair(0), "0", "zeros on each side")
          .option("dilation", new Attribute.Type.Pair(1), "1", "spacing of the window's elements")
          .option("groups", new Attribute.Type.Int(1), "1", "independent groups of channels")
          .option("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
          .option(
              "mask",
              new Attribute.Type.Tensor(),
              "none",
              "`[n * kernel * kernel, h', w']`, by which what the window sees is multiplied, mostly"
                  + " behind a `sigmoid` (version 2)")
          .width(0)
          .shape(
              "[c, h, w], [2 * n * kernel * kernel, h', w'] -> [out, h', w'], h' = (h + 2 * padding"
                  + " - dilation * (kernel - 1) - 1) // stride + 1, same for w'; n groups of"
                  + " channels have offsets of their own, y and x of each element in turn")
          .parameters("weight [out, c / groups, kernel, kernel], bias [out]")
          .macs("out * h' * w' * (c / groups) * kernel * kernel")
          .source("torchvision DeformConv2d; Dai et al., 2017; Zhu et al., 2019")
          .build(a ->
              new DeformConv(
                  a.integer("out"),
                  a.sizes("kernel"),
                  a.sizes("stride"),
                  a.sizes("padding"),
                  a.sizes("dilation"),
                  a.integer("groups"),
                  a.flag("bias"),
                  a.has("mask")));

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
                images(inputs)
                    .or(() -> Check.groups(NAME, groups, x.shape().dim(0), out, x))
                    .or(() -> rule(x.shape()).fitsOrPad())
                    .or(() -> offsets(x, inputs.get(1)))
                    .or(() -> mask ? masks(x, inputs.get(1), inputs.get(2)) : Optional.empty())
                    .or(() -> Fold.tables(NAME, rule(x.shape()), x))
                    .or(() -> pixels(x, inputs.get(1)))
                    .or(() -> between(x.shape())),
                () -> size(x.shape())));
  }

  private static Optional<Failed> images(List<TensorType> inputs) {
    return inputs.stream().flatMap(input -> Check.image(NAME, input).stream()).findFirst();
  }

  private WindowRule rule(Shape x) {
    return WindowRule.of(NAME, Space.IMAGE, x, kernel, stride, padding, dilation);
  }

  private Sizes places(Shape x) {
    return rule(x).sizes(WindowAxis::floorSize);
  }

  /** How many groups of channels have offsets of their own. */
  private long parts(Shape offsets) {
    return offsets.dim(0) / (2 * kernel.product());
  }

  private Optional<Failed> offsets(TensorType x, TensorType given) {
    Optional<Failed> places = sameSize("offsets", x, given);
    if (places.isPresent()) {
      return places;
    }
    long each = Math.multiplyExact(2, kernel.product());
    long channels = x.shape().dim(0);
    long parts = given.shape().dim(0) / each;
    return given.shape().dim(0) % each == 0 && channels % parts == 0
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0305,
                    "the offsets of `%s` do not fit a window of %s over %d channels"
                        .formatted(NAME, kernel.times(), channels),
                    "receives " + x + " and " + given)
                .note(
                    "each pixel of the window has a y and an x: %d offsets, for all channels, or for"
                            .formatted(each)
                        + " each of equal groups of them; found "
                        + given.shape().dim(0)));
  }

  private Optional<Failed> masks(TensorType x, TensorType offsets, TensorType given) {
    long needed = offsets.shape().dim(0) / 2;
    return sameSize("mask", x, given)
        .or(() ->
            given.shape().dim(0) == needed
                ? Optional.empty()
                : Optional.of(
                    Inference.failed(
                            Code.BB0305,
                            "the mask of `%s` has a number for each two offsets: %d, found %d"
                                .formatted(NAME, needed, given.shape().dim(0)),
                            "receives " + given)
                        .argument("mask")));
  }

  private Optional<Failed> sameSize(String what, TensorType x, TensorType given) {
    Sizes places = places(x.shape());
    return given.shape().dim(1) == places.height() && given.shape().dim(2) == places.width()
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0305,
                    "the %s of `%s` must be as large as its output, %s, found %s"
                        .formatted(
                            what,
                            NAME,
                            places.times(),
                            Check.size(given.shape().dim(1), given.shape().dim(2))),
                    "receives " + x + " and " + given)
                .note("the window has as many places as the output has pixels"));
  }

  /** Pixels, with a frame around the image, are numbers that floats count. */
  private Optional<Failed> pixels(TensorType x, TensorType offsets) {
    Shape shape = x.shape();
    long framed =
        Math.multiplyExact(Math.addExact(shape.dim(1), 2), Math.addExact(shape.dim(2), 2));
    long numbers = Math.multiplyExact(framed, parts(offsets.shape()));
    return numbers <= Numbers.MAX_WHOLE && offsets.shape().dim(0) <= Numbers.MOST
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0308,
                    "`%s` cannot count the pixels of %s".formatted(NAME, x),
                    "receives " + x)
                .note(
                    "%d groups of %d pixels, with a frame of one, are %d, and at most %d (2^24) can be told apart"
                        .formatted(parts(offsets.shape()), framed, numbers, Numbers.MAX_WHOLE)));
  }

  private Optional<Failed> between(Shape x) {
    return Check.parameter(NAME, "weight", filter(x))
        .or(() -> Check.parameter(NAME, "framed", x.dim(0), x.dim(1) + 2, x.dim(2) + 2))
        .or(() -> Check.parameter(NAME, "seen", x.dim(0), kernel.product(), places(x).product()));
  }

  private long[] filter(Shape x) {
    return new long[] {out, x.dim(0) / groups, kernel.height(), kernel.width()};
  }

  private Inference size(Shape x) {
    Inference output = Check.shape(NAME, out, places(x).height(), places(x).width());
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), x.dim(0) / groups * kernel.product());
    }
    return output;
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    List<ParameterSpec> all = new ArrayList<>();
    all.add(ParameterSpec.trainable("weight", Shape.of(filter(inputs.getFirst().shape()))));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py make =
        Py.call(
            "DeformConv2d",
            Py.arg(Py.of(in.shape().dim(0), "in_channels")),
            Py.arg(Py.of(out, "out_channels")),
            Py.arg(Py.of(kernel.python(), "kernel_size")),
            Py.option("stride", stride.python(), 1L),
            Py.option("padding", padding.python(), 0L),
            Py.option("dilation", dilation.python(), 1L),
            Py.option("groups", groups, 1L),
            Py.option("bias", bias, true));
    return Spelling.module(make, Py.SELF.apply(in.wholes()));
  }

  /**
   * A window is a row of what it sees, so that the filter slides over an image of such rows: as
   * high as there are places, as wide as the window has elements.
   */
  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Shape x = inputs.getFirst().type().shape();
    int first = builder.size();
    Chain chain = new Chain(builder);
    long elements = kernel.product();
    long places = places(x).product();
    Value rows = seen(chain, inputs);
    long parts = parts(inputs.get(1).type().shape());
    Value channels =
        parts == 1
            ? chain.permute(rows, 1, 0)
            : chain.permute(
                chain.reshape(rows, places, parts, elements, x.dim(0) / parts), 1, 3, 0, 2);
    Value image = chain.reshape(channels, x.dim(0), places, elements);
    List<WeightExpr> weights = new ArrayList<>(parameters);
    weights.set(
        0,
        new WeightExpr.Reshaped(
            parameters.getFirst(), Shape.of(out, x.dim(0) / groups, 1, elements)));
    WindowAxis across = new WindowAxis("width", elements, elements, 1, 0, 0, 1);
    Value sums =
        builder.step(
            new Kernel.Convolution(
                WindowRule.over(WindowAxis.POINT, across), groups, bias, ScalarExpr.IDENTITY),
            List.of(image),
            weights,
            TensorType.float32(Shape.of(out, places, 1)));
    Value result = chain.reshape(sums, output.shape().toArray());
    var bent = new Composite.DeformableConvolution(rule(x).window(), groups, parts);
    builder.composite(first, bent, inputs, parameters, result);
    return result;
  }

  /** {@code [places * parts * elements, channels / parts]}: what each window sees. */
  private Value seen(Chain chain, List<Value> inputs) {
    Value x = inputs.getFirst();
    Shape shape = x.type().shape();
    long parts = parts(inputs.get(1).type().shape());
    long width = shape.dim(2) + 2;
    long pixels = (shape.dim(1) + 2) * width;
    Value y = place(chain, inputs, 0);
    Value along = place(chain, inputs, 1);
    Value bases = column(chain, inputs, (part, _) -> part * pixels + width + 1);
    Value table = table(chain, chain.frame(x, List.of(0L, 1L, 1L)), parts);
    ScalarExpr row = new In(0).apply(Function.FLOOR);
    ScalarExpr column = new In(1).apply(Function.FLOOR);
    ScalarExpr corner = row.times(constant(width)).plus(column).plus(new In(2));
    ScalarExpr down = new In(0).minus(row);
    ScalarExpr right = new In(1).minus(column);
    List<Value> operands = new ArrayList<>();
    List<Value> weights = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ScalarExpr vertical = i < 2 ? constant(1).minus(down) : down;
      ScalarExpr horizontal = i % 2 == 0 ? constant(1).minus(right) : right;
      ScalarExpr near = vertical.times(horizontal);
      Value index =
          chain.whole(
              corner.plus(constant(i / 2 * width + i % 2)), y.type().shape(), y, along, bases);
      operands.add(chain.gather(table, 0, rows(chain, index, y.type().shape().elements())));
      Value weight =
          mask
              ? chain.pointwise(near.times(new In(2)), y.type().shape(), y, along, inputs.get(2))
              : chain.pointwise(near, y.type().shape(), y, along);
      weights.add(rows(chain, weight, y.type().shape().elements(), 1));
    }
    ScalarExpr sum =
        Stream.of(0, 1, 2, 3)
            .<ScalarExpr>map(i -> new In(i).times(new In(4 + i)))
            .reduce(ScalarExpr::plus)
            .orElseThrow();
    operands.addAll(weights);
    return chain.pointwise(sum, operands.getFirst().type().shape(), operands.toArray(Value[]::new));
  }

  /** What belongs to one place of the window together, in the order of the places. */
  private static Value rows(Chain chain, Value x, long... dims) {
    return chain.reshape(chain.permute(x, 1, 2, 0), dims);
  }

  /** The pixels of each group of channels, one below the other. */
  private static Value table(Chain chain, Value framed, long parts) {
    Shape shape = framed.type().shape();
    long pixels = shape.dim(1) * shape.dim(2);
    long channels = shape.dim(0) / parts;
    if (parts == 1) {
      return chain.permute(chain.reshape(framed, channels, pixels), 1, 0);
    }
    Value apart = chain.reshape(framed, parts, channels, pixels);
    return chain.reshape(chain.permute(apart, 0, 2, 1), parts * pixels, channels);
  }

  /**
   * Where in the image each element of each window looks, along one axis: {@code [parts * elements,
   * h', w']}, from the frame above or left of it to the one behind.
   */
  private Value place(Chain chain, List<Value> inputs, int axis) {
    Shape offsets = inputs.get(1).type().shape();
    Shape shape = offsets.with(0, offsets.dim(0) / 2);
    Value moved = chain.slice(inputs.get(1), 0, axis, 2, shape.dim(0));
    WindowAxis window = rule(inputs.getFirst().type().shape()).axes().get(axis);
    long[] line = {1, axis == 0 ? shape.dim(1) : 1, axis == 0 ? 1 : shape.dim(2)};
    float[] starts = new float[(int) window.floorSize()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i * window.stride() - window.before();
    }
    Value windows = chain.constant(TensorType.float32(Shape.of(line)), starts);
    Value elements =
        column(
            chain,
            inputs,
            (_, element) ->
                (axis == 0 ? element / kernel.width() : element % kernel.width())
                    * window.dilation());
    ScalarExpr place = new In(0).plus(new In(1)).plus(new In(2));
    return chain.pointwise(
        place.max(constant(-1)).min(constant(window.size())), shape, moved, windows, elements);
  }

  /** A number of a group of channels and an element of the window. */
  private interface Element {
    long number(long part, long element);
  }

  /** {@code [parts * elements, 1, 1]}. */
  private Value column(Chain chain, List<Value> inputs, Element element) {
    int size = (int) kernel.product();
    float[] numbers = new float[(int) inputs.get(1).type().shape().dim(0) / 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = element.number(i / size, i % size);
    }
    return chain.constant(TensorType.float32(Shape.of(numbers.length, 1, 1)), numbers);
  }
}
