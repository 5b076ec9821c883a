package bb.backend.cpu.plan;

import bb.backend.layout.Layout;
import bb.backend.layout.Placement;
import bb.kernel.Kernel.AdaptiveAveragePool;
import bb.kernel.Kernel.Attention;
import bb.kernel.Kernel.ChannelShuffle;
import bb.kernel.Kernel.Concat;
import bb.kernel.Kernel.Constant;
import bb.kernel.Kernel.Convolution;
import bb.kernel.Kernel.Gather;
import bb.kernel.Kernel.LocalResponseNorm;
import bb.kernel.Kernel.MatMul;
import bb.kernel.Kernel.Norm;
import bb.kernel.Kernel.Pad;
import bb.kernel.Kernel.Permute;
import bb.kernel.Kernel.Pointwise;
import bb.kernel.Kernel.Pool;
import bb.kernel.Kernel.Range;
import bb.kernel.Kernel.Recurrence;
import bb.kernel.Kernel.Reduce;
import bb.kernel.Kernel.Reshape;
import bb.kernel.Kernel.Resize;
import bb.kernel.Kernel.SelectiveScan;
import bb.kernel.Kernel.Sinusoid;
import bb.kernel.Kernel.Slice;
import bb.kernel.Kernel.Softmax;
import bb.kernel.Kernel.TransposedConvolution;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program.Step;
import bb.runtime.cpu.Attention.Bias;
import bb.runtime.cpu.Attention.Heads;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.View;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what computes a step. This is the only place of the CPU backend that tells kernels of
 * programs apart.
 */
final class Selection {
  private Selection() {}

  static Choice of(Step step, PlanOptions options, Placement placement) {
    Value in = step.inputs().isEmpty() ? null : step.inputs().getFirst();
    Value out = step.output();
    return switch (step.kernel()) {
      case Convolution c -> {
        ConvolutionShape shape = ConvolutionShape.of(c, step);
        yield convolution(Forms.of(shape, options), shape, c.bias(), c.epilogue(), step);
      }
      case TransposedConvolution t -> {
        ConvolutionShape shape = ConvolutionShape.of(t, step);
        yield convolution(Forms.of(shape, options), shape, t.bias(), t.epilogue(), step);
      }
      case Pointwise p -> Elements.choice(p, step, placement);
      case Pool p -> {
        long planes = p.window().planes();
        yield new Choice(
            Optional.empty(),
            planes,
            List.of(),
            at -> List.of(pool(p, at.plane(in, planes), at.plane(out, planes))));
      }
      case AdaptiveAveragePool _ ->
          Choice.of(at -> new Call.AdaptiveAverage(at.view(in), at.view(out)));
      case LocalResponseNorm(long size, double alpha, double beta, double bias) ->
          Choice.of(at ->
              new Call.LocalResponse(
                  at.view(in),
                  Addresses.number(size),
                  (float) alpha,
                  (float) beta,
                  (float) bias,
                  at.view(out)));
      case Softmax(int axis) ->
          Choice.of(
              at -> new Call.Softmax(at.view(in), at.grid(in), at.view(out), at.grid(out), axis));
      case Resize resize -> Choice.of(at -> resize(resize, at.view(in), at.view(out)));
      case Reshape _ -> Movement.reshape(in, out);
      case Permute(var order) -> Movement.permute(order, in, out);
      case Pad pad -> Movement.pad(pad, in, out);
      case Slice slice -> Movement.slice(slice, in, out);
      case Concat(int axis) -> Movement.concat(axis, step, placement);
      case ChannelShuffle(long groups) -> Movement.shuffle(groups, in, out);
      case MatMul(boolean transposed) ->
          Choice.of(at -> {
            List<View> operands = at.views(step.inputs());
            Shape shape = out.type().shape();
            long stacked = shape.elements() / shape.dim(-1) / shape.dim(-2);
            return new Call.MatMul(
                transposed,
                Addresses.number(stacked),
                operands.getFirst(),
                operands.get(1),
                at.view(out));
          });
      case Attention a -> Choice.of(at -> attention(a, at.views(step.inputs()), at.view(out)));
      case Norm norm ->
          Choice.of(at ->
              new Call.Norm(
                  norm.acrossPixels(),
                  at.view(in),
                  Addresses.number(norm.groups()),
                  norm.centred(),
                  (float) norm.eps(),
                  at.view(out)));
      case Gather(int axis) when step.weights().isEmpty() -> Movement.pick(axis, step);
      case Gather _ -> {
        WeightExpr rows = step.weights().getFirst();
        PackedWeight table = new PackedWeight.Tensor(rows, Layout.ROW_MAJOR);
        yield Choice.of(
            List.of(table),
            at ->
                new Call.Gather(
                    at.view(in),
                    at.weight(table),
                    Addresses.number(step.weights().getFirst().shape().dim(0)),
                    at.view(out)));
      }
      case Reduce reduce -> Reducing.choice(reduce, in, out);
      case SelectiveScan _ -> Choice.of(at -> new Call.Scan(at.views(step.inputs()), at.view(out)));
      case Recurrence r -> Recurrent.choice(r, step);
      case Sinusoid(double base, long offset, boolean interleaved) ->
          Choice.of(at -> new Call.Sinusoid(at.view(in), base, offset, interleaved, at.view(out)));
      case Range _ -> Choice.of(at -> new Call.Range(at.view(out)));
      case Constant _ -> {
        Layout layout = placement.of(out).layout();
        PackedWeight tensor = new PackedWeight.Tensor(step.weights().getFirst(), layout);
        yield Choice.of(List.of(tensor), at -> new Call.Constant(at.weight(tensor), at.view(out)));
      }
    };
  }

  private static Choice convolution(
      Form form, ConvolutionShape shape, boolean bias, ScalarExpr epilogue, Step step) {
    List<PackedWeight> weights = new ArrayList<>();
    weights.add(form.filter(step.weights().getFirst(), shape));
    if (!bias) {
      weights.add(new PackedWeight.Zeros(shape.out().channels()));
    }
    step.weights().stream().skip(1).map(PackedWeight.Vector::new).forEach(weights::add);
    ScalarExpr finish = KernelKey.epilogue(epilogue, bias);
    Stencil stencil = Addresses.stencil(shape.window());
    long planes = shape.window().planes();
    List<Value> sides = step.inputs().subList(1, step.inputs().size());
    return new Choice(
        Optional.of(new ChosenForm(form, shape, sides.size())),
        planes,
        List.copyOf(weights),
        at ->
            List.of(
                form.call(
                    finish,
                    new Operands(
                        at.plane(step.inputs().getFirst(), planes),
                        stencil,
                        at.filter(weights, shape.groups()),
                        at.plane(step.output(), planes),
                        sides.stream().map(side -> at.plane(side, planes)).toList()))));
  }

  private static Call attention(Attention a, List<View> in, View out) {
    var heads =
        new Heads(
            Addresses.number(a.batch()),
            Addresses.number(a.heads()),
            Addresses.number(a.keyHeads()),
            (float) a.scale(),
            // keys beyond the last are not there to be seen
            a.offset().map(by -> (int) Math.min(by, in.get(1).pixels())).orElse(-1));
    List<Bias> biases = new ArrayList<>();
    for (int i = 0; i < a.biases().size(); i++) {
      Attention.Bias bias = a.biases().get(i);
      biases.add(new Bias(in.get(3 + i), bias.batch() > 1, bias.heads() > 1, bias.queries() > 1));
    }
    return new Call.Attention(heads, in.get(0), in.get(1), in.get(2), biases, out);
  }

  private static Call pool(Pool pool, View in, View out) {
    Stencil stencil = Addresses.stencil(pool.window());
    return switch (pool.kind()) {
      case MAX -> new Call.MaxPool(in, stencil, out);
      case AVERAGE ->
          new Call.AveragePool(
              in,
              stencil,
              pool.countPadding(),
              Addresses.number(pool.window().padBottom()),
              Addresses.number(pool.window().padRight()),
              out);
    };
  }

  private static Call resize(Resize resize, View in, View out) {
    return switch (resize.mode()) {
      case NEAREST -> new Call.Nearest(in, out);
      case BILINEAR -> new Call.Bilinear(in, resize.alignCorners(), out);
    };
  }
}
