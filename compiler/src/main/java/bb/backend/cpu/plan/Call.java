package bb.backend.cpu.plan;

import bb.runtime.cpu.Attention.Bias;
import bb.runtime.cpu.Attention.Heads;
import bb.runtime.cpu.Grid;
import bb.runtime.cpu.Operand;
import bb.runtime.cpu.Recurrence;
import bb.runtime.cpu.Reduction;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.View;
import bb.runtime.cpu.WinogradSize;
import java.util.List;
import java.util.Optional;

/**
 * One call of the runtime, with everything that it is given: where tensors and weights lie, and
 * every number. What the generated code says follows from these records alone.
 */
public sealed interface Call {

  /** A call that runs a kernel made for this network. */
  sealed interface Generated extends Call
      permits Product, TransposedProduct, Depthwise, Winograd, Elementwise {
    KernelKey kernel();
  }

  /** A convolution in one of its forms. */
  sealed interface Windowed extends Call
      permits Product, TransposedProduct, Depthwise, Winograd, BoundedWinograd {
    Operands operands();
  }

  sealed interface Elementwise extends Generated permits Pointwise, Boxes {}

  record Product(KernelKey.Gemm kernel, Operands operands) implements Windowed, Generated {}

  record TransposedProduct(KernelKey.Gemm kernel, Operands operands)
      implements Windowed, Generated {}

  record Depthwise(KernelKey.Depthwise kernel, Operands operands) implements Windowed, Generated {}

  /** The kernel is applied to the sums with their bias, its first input. */
  record Winograd(WinogradSize size, KernelKey.Elements kernel, Operands operands)
      implements Windowed, Generated {}

  /** Sums with their bias become {@code least} if they are less. */
  record BoundedWinograd(WinogradSize size, float least, Operands operands) implements Windowed {}

  /**
   * An expression of planes.
   *
   * @param vectors where weight vectors over the channels lie
   */
  record Pointwise(KernelKey.Elements kernel, View out, List<Integer> vectors, List<View> in)
      implements Elementwise {}

  /** An expression of tensors of more than three dimensions, not all of one size. */
  record Boxes(KernelKey.Elements kernel, Operand out, List<Operand> in) implements Elementwise {}

  /** The caller's tensor {@code number} into the arena. */
  record Input(int number, View out, Grid to) implements Call {}

  /** The caller's tensor {@code number} out of the arena. */
  record Output(int number, View in, Grid from) implements Call {}

  record MaxPool(View in, Stencil stencil, View out) implements Call {}

  /**
   * An average over windows.
   *
   * @param countPadding whether padding counts as zeros, up to {@code bottom} rows and {@code
   *     right} columns beyond the image
   */
  record AveragePool(
      View in, Stencil stencil, boolean countPadding, int bottom, int right, View out)
      implements Call {}

  record AdaptiveAverage(View in, View out) implements Call {}

  record LocalResponse(View in, int size, float alpha, float beta, float bias, View out)
      implements Call {}

  record Softmax(View in, Grid from, View out, Grid to, int axis) implements Call {}

  record Nearest(View in, View out) implements Call {}

  record Bilinear(View in, boolean alignCorners, View out) implements Call {}

  /** The elements of one box to another, in order. */
  record Move(View in, Grid from, View out, Grid to) implements Call {}

  /** A tensor to another place of the same size. */
  record Copy(View in, View out) implements Call {}

  record Fill(float value, View out) implements Call {}

  /**
   * Products of matrices.
   *
   * @param stacked how many there are in an example, one after the other
   */
  record MatMul(boolean transposed, int stacked, View a, View b, View out) implements Call {}

  record Attention(Heads heads, View q, View k, View v, List<Bias> biases, View out)
      implements Call {}

  record Norm(boolean acrossPixels, View in, int groups, boolean centred, float eps, View out)
      implements Call {}

  /** Rows of the table that lies at {@code table} in the weights. */
  record Gather(View in, int table, int rows, View out) implements Call {}

  /** Slices along {@code axis} of a tensor, by the numbers of another. */
  record Pick(Operand in, int axis, Operand numbers, Operand out) implements Call {}

  /**
   * One element of many, in the order of the output.
   *
   * @param each where the elements are of which an output's is made, from the first
   */
  record Reduce(Reduction kind, Operand in, Grid each, Operand out) implements Call {}

  record Scan(List<View> in, View out) implements Call {}

  /**
   * A recurrence over what the gates get from the tokens.
   *
   * @param first the first states, if there are any
   */
  record Recurrent(Recurrence.Layer layer, View in, List<View> first, View out) implements Call {
    public Recurrent {
      first = List.copyOf(first);
    }
  }

  record Sinusoid(View in, double base, long offset, boolean interleaved, View out)
      implements Call {}

  record Range(View out) implements Call {}

  /** The tensor that lies at {@code at} in the weights. */
  record Constant(int at, View out) implements Call {}

  /** The tensors of the arena that the call reads. */
  default List<View> reads() {
    return switch (this) {
      case Windowed c ->
          java.util.stream.Stream.concat(
                  java.util.stream.Stream.of(c.operands().in()), c.operands().sides().stream())
              .toList();
      case Pointwise c -> c.in();
      case Boxes c -> c.in().stream().map(Operand::view).toList();
      case Output c -> List.of(c.in());
      case MaxPool c -> List.of(c.in());
      case AveragePool c -> List.of(c.in());
      case AdaptiveAverage c -> List.of(c.in());
      case LocalResponse c -> List.of(c.in());
      case Softmax c -> List.of(c.in());
      case Nearest c -> List.of(c.in());
      case Bilinear c -> List.of(c.in());
      case Move c -> List.of(c.in());
      case Copy c -> List.of(c.in());
      case MatMul c -> List.of(c.a(), c.b());
      case Attention c ->
          java.util.stream.Stream.concat(
                  java.util.stream.Stream.of(c.q(), c.k(), c.v()),
                  c.biases().stream().map(Bias::view))
              .toList();
      case Norm c -> List.of(c.in());
      case Gather c -> List.of(c.in());
      case Pick c -> List.of(c.in().view(), c.numbers().view());
      case Reduce c -> List.of(c.in().view());
      case Scan c -> c.in();
      case Recurrent c ->
          java.util.stream.Stream.concat(java.util.stream.Stream.of(c.in()), c.first().stream())
              .toList();
      case Sinusoid c -> List.of(c.in());
      case Input _, Fill _, Range _, Constant _ -> List.of();
    };
  }

  /** The tensor of the arena that the call writes, or part of it. */
  default Optional<View> writes() {
    return switch (this) {
      case Windowed c -> Optional.of(c.operands().out());
      case Pointwise c -> Optional.of(c.out());
      case Boxes c -> Optional.of(c.out().view());
      case Input c -> Optional.of(c.out());
      case Output _ -> Optional.empty();
      case MaxPool c -> Optional.of(c.out());
      case AveragePool c -> Optional.of(c.out());
      case AdaptiveAverage c -> Optional.of(c.out());
      case LocalResponse c -> Optional.of(c.out());
      case Softmax c -> Optional.of(c.out());
      case Nearest c -> Optional.of(c.out());
      case Bilinear c -> Optional.of(c.out());
      case Move c -> Optional.of(c.out());
      case Copy c -> Optional.of(c.out());
      case Fill c -> Optional.of(c.out());
      case MatMul c -> Optional.of(c.out());
      case Attention c -> Optional.of(c.out());
      case Norm c -> Optional.of(c.out());
      case Gather c -> Optional.of(c.out());
      case Pick c -> Optional.of(c.out().view());
      case Reduce c -> Optional.of(c.out().view());
      case Scan c -> Optional.of(c.out());
      case Recurrent c -> Optional.of(c.out());
      case Sinusoid c -> Optional.of(c.out());
      case Range c -> Optional.of(c.out());
      case Constant c -> Optional.of(c.out());
    };
  }
}
