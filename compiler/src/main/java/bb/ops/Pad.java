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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds elements around a tensor.
 *
 * <ul>
 *   <li>C1: the input is of floats, and has the axes that are padded: a height and a width for
 *       {@code left}, {@code right}, {@code top} and {@code bottom}.
 *   <li>C2: {@code before} and {@code after} go with {@code axis}, or with tokens.
 *   <li>C3: the input has the elements that the padding repeats.
 *   <li>C4: the output can be counted.
 * </ul>
 *
 * @param axis that of {@code ends}, negative from the end; else that of the tokens
 */
public record Pad(
    Ends width, Ends height, Ends ends, Optional<Long> axis, double value, Kernel.Pad.Mode mode)
    implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("pad", "Adds elements around a tensor.")
          .option("left", new Attribute.Type.Int(0), "0", "columns before the first")
          .option("right", new Attribute.Type.Int(0), "0", "columns after the last")
          .option("top", new Attribute.Type.Int(0), "0", "rows above")
          .option("bottom", new Attribute.Type.Int(0), "0", "rows below")
          .option("before", new Attribute.Type.Int(0), "0", "elements before the first of `axis`")
          .option("after", new Attribute.Type.Int(0), "0", "elements after the last of `axis`")
          .option(
              "axis",
              Attribute.Type.Int.ANY,
              "none",
              "the axis of `before` and `after`, negative from the end; else that of the tokens")
          .option("value", new Attribute.Type.Number(), "0", "what they hold")
          .option(
              "mode",
              PaddingMode.words("constant"),
              "constant",
              "they hold `value`, or elements of the tensor: what lies behind its border, its"
                  + " border, or its other end")
          .shape(
              "[c, h, w] -> [c, h + top + bottom, w + left + right]; [t, d] -> [before + t + after, d]")
          .source("PyTorch pad, ConstantPad2d, ReflectionPad2d, ReplicationPad2d, CircularPad2d")
          .build(a ->
              new Pad(
                  new Ends(a.integer("left"), a.integer("right")),
                  new Ends(a.integer("top"), a.integer("bottom")),
                  new Ends(a.integer("before"), a.integer("after")),
                  a.has("axis") ? Optional.of(a.integer("axis")) : Optional.empty(),
                  a.number("value"),
                  PaddingMode.of(a.word("mode"))));

  /** How much is added at both ends of an axis. */
  record Ends(long before, long after) {
    private boolean none() {
      return before == 0 && after == 0;
    }

    private Ends plus(Ends more) {
      return new Ends(Math.addExact(before, more.before), Math.addExact(after, more.after));
    }
  }

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Optional<Long> statedAxis() {
    return axis;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "pad",
        inputs,
        () ->
            Inference.unless(
                Check.floats("pad", inputs)
                    .or(() -> axis.flatMap(a -> Check.axis("pad", a, x.shape())))
                    .or(() -> hasAxes(x))
                    .or(() -> repeats(x)),
                () -> size(x.shape()).as(x.axes())));
  }

  private Optional<Failed> hasAxes(TensorType x) {
    int rank = x.shape().rank();
    if (!(width.none() && height.none()) && rank < 3) {
      Failed failed = Check.rank("pad", "[channels, height, width]", x.shape());
      return Optional.of(
          rank == 2
              ? failed.help("of tokens, write `before` and `after`")
              : failed.help("write `axis`, `before` and `after`"));
    }
    Optional<Failed> turned =
        width.none() && height.none() ? Optional.empty() : Check.channelsFirst("pad", x);
    if (turned.isPresent()) {
      return turned;
    }
    return !ends.none() && axis.isEmpty() && rank != 2
        ? Optional.of(
            Inference.failed(
                    Code.BB0234,
                    "`pad` does not choose an axis for `before` and `after`",
                    "receives " + x)
                .argument(ends.before > 0 ? "before" : "after")
                .note("only tokens, [tokens, features], have one that needs no name")
                .help(
                    rank > 2
                        ? "write `left`, `right`, `top` or `bottom`, or `axis: 0`"
                        : "write `axis: 0`"))
        : Optional.empty();
  }

  private Optional<Failed> repeats(TensorType x) {
    List<Ends> all = all(x.shape());
    return PaddingMode.fits(
        "pad",
        mode,
        x.shape().dims(),
        all.stream().map(Ends::before).toList(),
        all.stream().map(Ends::after).toList(),
        x);
  }

  /** What is added along each axis. */
  private List<Ends> all(Shape x) {
    int rank = x.rank();
    List<Ends> all = new ArrayList<>(Collections.nCopies(rank, new Ends(0, 0)));
    if (rank > 2) {
      all.set(rank - 1, width);
      all.set(rank - 2, height);
    }
    if (!ends.none()) {
      long stated = axis.orElse(0L);
      int at = (int) (stated < 0 ? stated + rank : stated);
      all.set(at, all.get(at).plus(ends));
    }
    return all;
  }

  private Inference size(Shape x) {
    List<Ends> all = all(x);
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      dims.add(Math.addExact(x.dim(i), Math.addExact(all.get(i).before, all.get(i).after)));
    }
    return Check.shape("pad", dims);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Ends> all = all(in.shape());
    int first = 0;
    while (first < all.size() && all.get(first).none()) {
      first++;
    }
    if (first == all.size()) {
      return Spelling.function(Py.X);
    }
    List<Ends> padded = all.subList(first, all.size());
    return Spelling.function(
        spelled(
            Py.X,
            new Sizes(padded.stream().map(Ends::before).toList()),
            new Sizes(padded.stream().map(Ends::after).toList()),
            mode,
            value));
  }

  /** As PyTorch writes it: the last axis first. */
  static Py spelled(Py x, Sizes before, Sizes after, Kernel.Pad.Mode mode, double value) {
    List<Long> widths = new ArrayList<>();
    for (int axis = before.count() - 1; axis >= 0; axis--) {
      widths.add(before.get(axis));
      widths.add(after.get(axis));
    }
    List<Py.Arg> arguments = new ArrayList<>(List.of(Py.arg(x), Py.arg(Py.of(widths, "padding"))));
    arguments.add(Py.option("mode", PaddingMode.python(mode, "constant"), "constant"));
    if (value != 0) {
      arguments.add(Py.arg("value", Spelled.number(value)));
    }
    return Py.call("F.pad", arguments);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    if (Stream.of(width, height, ends).allMatch(Ends::none)) {
      return inputs.getFirst();
    }
    List<Ends> all = all(inputs.getFirst().type().shape());
    return builder.step(
        new Kernel.Pad(
            all.stream().map(Ends::before).toList(),
            all.stream().map(Ends::after).toList(),
            value,
            mode),
        inputs,
        List.of(),
        output);
  }
}
