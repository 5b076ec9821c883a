package bb.program;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks that one kernel's inputs, weights and output fit it. */
final class StepVerifier {
  private final Step step;
  private final List<Shape> inputs;
  private final List<Shape> weights;
  private final Shape output;
  private final List<String> complaints = new ArrayList<>();

  StepVerifier(Step step) {
    this.step = step;
    this.inputs = step.inputs().stream().map(value -> value.type().shape()).toList();
    this.weights = step.weights().stream().map(WeightExpr::shape).toList();
    this.output = step.output().type().shape();
  }

  List<String> complaints() {
    step.weights().forEach(this::weight);
    if (arity()) {
      kernel();
    }
    return complaints;
  }

  private void expect(boolean holds, String rule) {
    if (!holds) {
      complaints.add(rule);
    }
  }

  private void weight(WeightExpr weight) {
    weight.parts().forEach(this::weight);
    switch (weight) {
      case WeightExpr.Reshaped(var inner, var shape) ->
          expect(inner.shape().elements() == shape.elements(), "a reshaped weight keeps its size");
      case WeightExpr.ScaledFilter(var filter, var scale) ->
          expect(
              scale.shape().equals(Shape.of(filter.shape().dim(0))),
              "a filter's scale has one element per slice");
      case WeightExpr.ScaledColumns(var filter, var scale) ->
          expect(
              scale.shape().equals(Shape.of(filter.shape().dim(1))),
              "a filter has a column for each element of its scale");
      case WeightExpr.ShiftedBias(var bias, var filter, var shift) -> {
        expect(
            filter.shape().elements() == filter.shape().dim(0) * shift.shape().elements(),
            "a filter of points multiplies the shift");
        expect(
            bias.stream().allMatch(b -> b.shape().equals(weight.shape())),
            "a bias is added to what it is shifted by");
      }
      case WeightExpr.Rescaled(var direction, var length) ->
          expect(
              length.shape().equals(Shape.of(direction.shape().dim(0))),
              "there is a length for each slice");
      case WeightExpr.Bounded(var inner, var u, var v, int axis) ->
          expect(
              u.shape().equals(Shape.of(inner.shape().dim(axis)))
                  && v.shape().equals(Shape.of(inner.shape().elements() / inner.shape().dim(axis))),
              "a weight is bounded by its rows and columns");
      case WeightExpr.NormScale _, WeightExpr.NormShift _, WeightExpr.FoldedBias _ ->
          expect(
              weight.parts().stream().allMatch(part -> part.shape().equals(weight.shape())),
              "the parts of a norm have one shape");
      case WeightExpr.Concatenated(var weights) -> {
        Shape rest = weight.shape().with(0, 1);
        expect(
            weights.stream().allMatch(part -> part.shape().with(0, 1).equals(rest)),
            "concatenated weights agree beyond their first axis");
      }
      case WeightExpr.Rows(var inner, long start, long count) ->
          expect(
              start >= 0 && count > 0 && start + count <= inner.shape().dim(0),
              "the rows are the weight's");
      case WeightExpr.Picked(var inner, int axis, var runs) ->
          expect(
              runs.stream()
                  .allMatch(run ->
                      run.first() >= 0
                          && run.step() > 0
                          && run.count() > 0
                          && run.last() < inner.shape().dim(axis)),
              "the picked slices are the weight's");
      case WeightExpr.Transposed(var inner) ->
          expect(inner.shape().rank() == 2, "a transposed weight is a matrix");
      case WeightExpr.Literal(var type, var numbers) ->
          expect(type.shape().elements() == numbers.size(), "a literal fills its shape");
      case WeightExpr.Tensor _ -> {}
    }
  }

  /** Whether there are as many operands as the kernel needs at least. */
  private boolean arity() {
    int minInputs =
        switch (step.kernel()) {
          case Kernel.Constant _, Kernel.Range _ -> 0;
          case Kernel.MatMul _ -> 2;
          case Kernel.Gather _ -> step.weights().isEmpty() ? 2 : 1;
          case Kernel.Attention a -> 3 + a.biases().size();
          case Kernel.SelectiveScan _ -> 6;
          case Kernel.Convolution _,
              Kernel.TransposedConvolution _,
              Kernel.Pool _,
              Kernel.AdaptiveAveragePool _,
              Kernel.Pointwise _,
              Kernel.LocalResponseNorm _,
              Kernel.Softmax _,
              Kernel.Resize _,
              Kernel.Reshape _,
              Kernel.Permute _,
              Kernel.Pad _,
              Kernel.Slice _,
              Kernel.Concat _,
              Kernel.ChannelShuffle _,
              Kernel.Norm _,
              Kernel.Recurrence _,
              Kernel.Reduce _,
              Kernel.Sinusoid _ ->
              1;
        };
    int minWeights =
        switch (step.kernel()) {
          case Kernel.Convolution c -> c.bias() ? 2 : 1;
          case Kernel.TransposedConvolution c -> c.bias() ? 2 : 1;
          case Kernel.Constant _ -> 1;
          case Kernel.Recurrence r -> 1 + (r.bias() ? 1 : 0) + (r.projected() ? 1 : 0);
          case Kernel.Pool _,
              Kernel.AdaptiveAveragePool _,
              Kernel.Pointwise _,
              Kernel.LocalResponseNorm _,
              Kernel.Softmax _,
              Kernel.Resize _,
              Kernel.Reshape _,
              Kernel.Permute _,
              Kernel.Pad _,
              Kernel.Slice _,
              Kernel.Concat _,
              Kernel.ChannelShuffle _,
              Kernel.MatMul _,
              Kernel.Attention _,
              Kernel.Norm _,
              Kernel.Gather _,
              Kernel.Reduce _,
              Kernel.SelectiveScan _,
              Kernel.Sinusoid _,
              Kernel.Range _ ->
              0;
        };
    boolean several =
        step.kernel() instanceof Kernel.Convolution
            || step.kernel() instanceof Kernel.TransposedConvolution
            || step.kernel() instanceof Kernel.Pointwise
            || step.kernel() instanceof Kernel.Recurrence
            || step.kernel() instanceof Kernel.Concat;
    boolean enough =
        inputs.size() >= minInputs
            && (several || inputs.size() == minInputs)
            && weights.size() >= minWeights;
    expect(enough, "the kernel has the wrong number of operands");
    return enough;
  }

  private void kernel() {
    switch (step.kernel()) {
      case Kernel.Convolution(var window, long groups, boolean bias, var epilogue) -> {
        convolution(window, groups);
        biasAndEpilogue(bias, epilogue);
      }
      case Kernel.TransposedConvolution(var window, long groups, boolean bias, var epilogue) -> {
        transposedConvolution(window, groups);
        biasAndEpilogue(bias, epilogue);
      }
      case Kernel.Pool(_, var window, _) -> pool(window);
      case Kernel.AdaptiveAveragePool(), Kernel.Resize _ ->
          expect(
              inputs.getFirst().rank() == output.rank()
                  && Plane.of(inputs.getFirst()).channels() == Plane.of(output).channels(),
              "a plane keeps its channels");
      case Kernel.Pointwise(var expression) -> pointwise(expression);
      case Kernel.LocalResponseNorm _, Kernel.Softmax _ -> unchanged();
      case Kernel.ChannelShuffle(long groups) -> {
        unchanged();
        expect(Plane.of(output).channels() % groups == 0, "the groups divide the channels");
      }
      case Kernel.Reshape() ->
          expect(inputs.getFirst().elements() == output.elements(), "a reshape keeps the size");
      case Kernel.Permute(var order) -> permute(order);
      case Kernel.Pad pad -> {
        pad(pad.before(), pad.after());
        pads(pad);
      }
      case Kernel.Slice slice -> slice(slice.axis(), slice.start(), slice.step());
      case Kernel.Concat(int axis) -> concat(axis);
      case Kernel.MatMul(boolean transposed) ->
          new SequenceRules(inputs, output, this::expect).matMul(transposed);
      case Kernel.Attention attention ->
          new SequenceRules(inputs, output, this::expect).attention(attention);
      case Kernel.Norm(long groups, _, _, _) -> {
        unchanged();
        expect(Plane.of(output).channels() % groups == 0, "the groups divide the channels");
      }
      case Kernel.Gather(int axis) ->
          new SequenceRules(inputs, output, this::expect)
              .gather(axis, weights.isEmpty() ? inputs.getFirst() : weights.getFirst());
      case Kernel.Reduce(_, var axes) ->
          expect(
              axes.stream()
                  .reduce(inputs.getFirst(), (shape, axis) -> shape.with(axis, 1), (_, b) -> b)
                  .equals(output),
              "of each axis that is reduced one element is left");
      case Kernel.SelectiveScan() ->
          new SequenceRules(inputs, output, this::expect).selectiveScan();
      case Kernel.Recurrence r ->
          new SequenceRules(inputs, output, this::expect).recurrence(r, weights);
      case Kernel.Sinusoid(_, long offset, _) ->
          new SequenceRules(inputs, output, this::expect).sinusoid(offset);
      case Kernel.Range() -> expect(output.rank() == 1, "a range has one axis");
      case Kernel.Constant() ->
          expect(weights.getFirst().equals(output), "a constant has its weight's shape");
    }
  }

  private void unchanged() {
    expect(inputs.getFirst().equals(output), "the shape does not change");
  }

  private void convolution(Window w, long groups) {
    Plane x = plane(inputs.getFirst(), w);
    Plane y = plane(output, w);
    Shape filter = weights.getFirst();
    expect(
        filter.equals(
            Shape.of(y.channels(), x.channels() / groups, w.kernelHeight(), w.kernelWidth())),
        "the filter is [out, in / groups, kernel, kernel], found " + filter);
    expect(
        x.channels() % groups == 0 && y.channels() % groups == 0, "the groups divide the channels");
    long height = (x.height() + w.padTop() + w.padBottom() - w.extentHeight()) / w.strideHeight();
    long width = (x.width() + w.padLeft() + w.padRight() - w.extentWidth()) / w.strideWidth();
    expect(y.height() == height + 1 && y.width() == width + 1, "the output has the window's size");
  }

  /** One of the images that the window slides over. */
  private Plane plane(Shape shape, Window w) {
    Plane plane = Plane.of(shape);
    expect(plane.height() % w.planes() == 0, "the planes have one height");
    return plane.part(w.planes());
  }

  private void transposedConvolution(Window w, long groups) {
    Plane x = plane(inputs.getFirst(), w);
    Plane y = plane(output, w);
    Shape filter = weights.getFirst();
    expect(
        filter.rank() == 4
            && filter.dim(0) == x.channels()
            && filter.dim(1) * groups == y.channels(),
        "the filter is [in, out / groups, kernel, kernel], found " + filter);
  }

  private void biasAndEpilogue(boolean bias, ScalarExpr epilogue) {
    if (bias) {
      expect(
          weights.get(1).equals(Shape.of(Plane.of(output).channels())),
          "the bias has one element per output channel");
    }
    leaves(epilogue, bias ? 2 : 1);
    expect(
        inputs.stream().skip(1).allMatch(output::equals),
        "what an epilogue reads has the output's shape");
  }

  /** Every leaf names an operand, and channel vectors begin at weight {@code firstChannel}. */
  private void leaves(ScalarExpr expression, int firstChannel) {
    expression
        .leaves()
        .forEach(leaf -> {
          switch (leaf) {
            case ScalarExpr.In(int i) -> expect(i < inputs.size(), "there is no input " + i);
            case ScalarExpr.Channel(int i) ->
                expect(
                    i >= firstChannel
                        && i < weights.size()
                        && weights.get(i).equals(Shape.of(Plane.of(output).channels())),
                    "weight " + i + " is not a channel vector");
            case ScalarExpr.Const _,
                ScalarExpr.Unary _,
                ScalarExpr.Binary _,
                ScalarExpr.Select _ -> {}
          }
        });
  }

  private void pointwise(ScalarExpr expression) {
    leaves(expression, 0);
    for (Shape input : inputs) {
      boolean fits = input.rank() == output.rank();
      for (int axis = 0; fits && axis < output.rank(); axis++) {
        fits = input.dim(axis) == output.dim(axis) || input.dim(axis) == 1;
      }
      expect(fits, input + " does not broadcast to " + output);
    }
  }

  private void pool(Window w) {
    Plane x = plane(inputs.getFirst(), w);
    Plane y = plane(output, w);
    expect(x.channels() == y.channels(), "a pool keeps the channels");
    expect(
        pooled(x.height() + w.padTop() + w.padBottom() - w.extentHeight(), w.strideHeight())
                .contains(y.height())
            && pooled(x.width() + w.padLeft() + w.padRight() - w.extentWidth(), w.strideWidth())
                .contains(y.width()),
        "the output has the window's size, rounded down or up");
  }

  private static Set<Long> pooled(long room, long stride) {
    return Set.copyOf(List.of(Math.floorDiv(room, stride) + 1, Math.ceilDiv(room, stride) + 1));
  }

  private void permute(List<Integer> order) {
    boolean fits = order.size() == output.rank() && inputs.getFirst().rank() == output.rank();
    for (int axis = 0; fits && axis < output.rank(); axis++) {
      fits = output.dim(axis) == inputs.getFirst().dim(order.get(axis));
    }
    expect(fits && Set.copyOf(order).size() == output.rank(), "the axes are permuted");
  }

  private void pad(List<Long> before, List<Long> after) {
    boolean fits = before.size() == output.rank() && after.size() == output.rank();
    for (int axis = 0; fits && axis < output.rank(); axis++) {
      fits = output.dim(axis) == inputs.getFirst().dim(axis) + before.get(axis) + after.get(axis);
    }
    expect(fits, "the output is the input and its padding");
  }

  /** Whether each added element is one of the input's. */
  private void pads(Kernel.Pad pad) {
    for (int axis = 0; axis < output.rank(); axis++) {
      long size = inputs.getFirst().dim(axis);
      long first = pad.mode().source(-pad.before().get(axis), size);
      long last = pad.mode().source(size - 1 + pad.after().get(axis), size);
      expect(
          pad.mode() == Kernel.Pad.Mode.CONSTANT
              || first >= 0 && first < size && last >= 0 && last < size,
          "the padding is of the input's elements");
    }
  }

  private void slice(int axis, long start, long by) {
    Shape x = inputs.getFirst();
    expect(
        start >= 0
            && by > 0
            && start + (output.dim(axis) - 1) * by < x.dim(axis)
            && x.with(axis, output.dim(axis)).equals(output),
        "the slice lies in the input");
  }

  private void concat(int axis) {
    long sum = inputs.stream().mapToLong(shape -> shape.dim(axis)).sum();
    expect(
        sum == output.dim(axis) && inputs.stream().allMatch(x -> x.with(axis, sum).equals(output)),
        "the output is its inputs, one after the other");
  }
}
