package bb.kernel;

import bb.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What one step of a program computes, described independently of any backend: the set is closed,
 * so that every backend and the interpreter is an exhaustive switch. Shapes are logical ({@code
 * [channels, height, width]}, {@code [tokens, features]}, {@code [features]}); the memory layout is
 * the backend's choice. Operands are the step's inputs and weights, in the order each kind gives.
 */
public sealed interface Kernel {

  /**
   * Cross-correlation over a {@link Plane}, and the fully connected layer as its 1x1 case. Inputs:
   * x, then what the epilogue reads. Weights: filter {@code [out, in / groups, kernelHeight,
   * kernelWidth]}, bias {@code [out]} if {@code bias}, then the epilogue's channel vectors. The
   * epilogue's {@code In(0)} is the biased sum, {@code In(i)} the step's input i, {@code
   * Channel(j)} the step's weight j.
   */
  record Convolution(Window window, long groups, boolean bias, ScalarExpr epilogue)
      implements Kernel {}

  /**
   * The transpose (gradient) of a convolution with respect to its input. The output size is the
   * step's output type. Weights: filter {@code [in, out / groups, kernelHeight, kernelWidth]}, else
   * as {@link Convolution}.
   */
  record TransposedConvolution(Window window, long groups, boolean bias, ScalarExpr epilogue)
      implements Kernel {}

  /**
   * Maximum or average over a window; positions in the padding never win a maximum. The output size
   * (floor or ceil) is the step's output type. An average divides by the window's area clipped to
   * the padded input if {@code countPadding}, else by the number of real elements.
   */
  record Pool(Kind kind, Window window, boolean countPadding) implements Kernel {
    public enum Kind {
      MAX,
      AVERAGE
    }
  }

  /**
   * The mean over bins of nearly equal size: output position i averages input positions {@code
   * floor(i * in / out)} to {@code ceil((i + 1) * in / out)}. Global pooling is output size 1x1.
   */
  record AdaptiveAveragePool() implements Kernel {}

  /**
   * The same expression for every element. Inputs have the output's rank; a dimension of 1 is
   * broadcast. {@code Channel(j)} is weight j, a vector over the channels ({@link Plane}).
   */
  record Pointwise(ScalarExpr expression) implements Kernel {}

  /**
   * x / (bias + alpha / size * sum of squares over {@code size} neighbouring channels) ^ beta
   * (Krizhevsky et al., 2012, with PyTorch's division of alpha by size).
   */
  record LocalResponseNorm(long size, double alpha, double beta, double bias) implements Kernel {}

  /** exp(x) / sum of exp(x) along an axis (never negative). */
  record Softmax(int axis) implements Kernel {}

  /** Changes height and width to those of the step's output type. */
  record Resize(Mode mode, boolean alignCorners) implements Kernel {
    public enum Mode {
      NEAREST,
      BILINEAR
    }
  }

  /** The same elements in row-major order of the logical shape, under the output's shape. */
  record Reshape() implements Kernel {}

  /** Axis i of the output is axis {@code order(i)} of the input. */
  record Permute(List<Integer> order) implements Kernel {
    public Permute {
      order = List.copyOf(order);
    }
  }

  /**
   * Adds {@code before(i)} and {@code after(i)} elements along axis i.
   *
   * @param value of what is added, if the mode is {@code CONSTANT}
   */
  record Pad(List<Long> before, List<Long> after, double value, Mode mode) implements Kernel {
    /**
     * Elements of one value; those behind the border, in reverse; the border itself, again and
     * again; those of the other end, as if the axis were a circle.
     */
    public enum Mode {
      CONSTANT,
      REFLECT,
      REPLICATE,
      CIRCULAR;

      /** Which of {@code size} elements stands at {@code index}, which may lie outside of them. */
      public long source(long index, long size) {
        return switch (this) {
          case CONSTANT -> index;
          case REFLECT -> index < 0 ? -index : index < size ? index : 2 * (size - 1) - index;
          case REPLICATE -> Math.clamp(index, 0, size - 1);
          case CIRCULAR -> Math.floorMod(index, size);
        };
      }
    }

    public Pad {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** With elements of one value. */
    public Pad(List<Long> before, List<Long> after, double value) {
      this(before, after, value, Mode.CONSTANT);
    }
  }

  /**
   * Takes as many elements as the output has along {@code axis}, from {@code start}, each {@code
   * step} behind the one before.
   */
  record Slice(int axis, long start, long step) implements Kernel {
    /** Elements that follow each other. */
    public Slice(int axis, long start) {
      this(axis, start, 1);
    }
  }

  /** Joins all inputs along {@code axis}. */
  record Concat(int axis) implements Kernel {}

  /**
   * Channel c of the output is channel {@code (c % groups) * (channels / groups) + c / groups} of
   * the input (Zhang et al., 2017).
   */
  record ChannelShuffle(long groups) implements Kernel {}

  /**
   * The product of two matrices. Inputs: a {@code [m, k]}, and b {@code [k, n]}, or {@code [n, k]}
   * if it is {@code transposed}. Or stacks of them, of four axes {@code [p, q, m, k]} and {@code
   * [p, q, k, n]}: each by its own.
   */
  record MatMul(boolean transposed) implements Kernel {}

  /**
   * Scaled dot-product attention (Vaswani et al., 2017). Inputs: queries {@code [batch * t, heads *
   * d]}, keys {@code [batch * s, keyHeads * d]}, values {@code [batch * s, keyHeads * e]}, then the
   * biases. Each head of each part of the batch attends by itself: {@code softmax(scale * q *
   * transpose(k) + biases) * v}; {@code heads / keyHeads} neighbouring heads share their keys and
   * values. A query that sees no key, as the biases leave every score at {@link #UNSEEN} or below,
   * makes 0.
   *
   * @param batch sequences, one after the other, of which none sees another
   * @param scale greater than 0
   * @param offset if there is one, query i sees keys 0 to i + offset
   */
  record Attention(
      long batch, long heads, long keyHeads, double scale, Optional<Long> offset, List<Bias> biases)
      implements Kernel {
    /** What masks add is below it: minus infinity, or the least float where there is none. */
    public static final float UNSEEN = -3.4e38f;

    public Attention {
      biases = List.copyOf(biases);
    }

    /**
     * What is added to scores, a matrix {@code [batch * heads * queries, keys]}. Each is 1, for
     * what is repeated, or as many as there are.
     */
    public record Bias(long batch, long heads, long queries, long keys) {}

    /** The features that a head has of operand {@code input}. */
    public long size(int input, Shape shape) {
      return shape.dim(1) / (input == 0 ? heads : keyHeads);
    }

    /** {@code [batch * t, heads * e]}. */
    public Shape output(Shape queries, Shape values) {
      return Shape.of(queries.dim(0), heads * size(2, values));
    }
  }

  /**
   * Divides the channels of a {@link Plane} into equal groups, and shifts and scales the elements
   * of each to mean 0 and variance 1: {@code (x - mean) / sqrt(variance + eps)}. If not {@code
   * centred} the mean is taken to be 0.
   *
   * @param acrossPixels whether a group is its channels of all pixels, or of one pixel
   */
  record Norm(long groups, boolean acrossPixels, boolean centred, double eps) implements Kernel {}

  /**
   * Slices of a tensor along an axis, by number; one past an end is the last one there. Inputs: the
   * tensor, or none if weight 0 is it, {@code [rows, features]} and axis 0; then whole numbers of
   * any shape, whose axes the output has in the place of the tensor's.
   */
  record Gather(int axis) implements Kernel {}

  /**
   * What is made of the elements along some axes, of which the output has one each. The number of
   * the least or largest element is that of the first, along a single axis.
   */
  record Reduce(Kind kind, List<Integer> axes) implements Kernel {
    public enum Kind {
      SUM,
      MEAN,
      MAX,
      MIN,
      ARGMAX,
      ARGMIN
    }

    public Reduce {
      axes = List.copyOf(axes);
    }
  }

  /**
   * The state space model of Mamba (Gu and Dao, 2023). Inputs: u and delta {@code [t, d]}, a {@code
   * [d, n]}, b and c {@code [t, n]}, skip {@code [d]}. For each channel a state h of n numbers, 0
   * before the first token: {@code h = exp(delta * a) * h + delta * b * u}, {@code y = sum(c * h) +
   * skip * u}.
   */
  record SelectiveScan() implements Kernel {}

  /**
   * A recurrent layer but for the products of its inputs, which are made for all tokens at once. A
   * cell goes from token to token with a hidden state; of two {@code directions} the second goes
   * from the last token to the first. Inputs: x {@code [t, directions * gates * hidden]}, what the
   * gates get from the tokens, then the first hidden states {@code [directions, state]} and an
   * LSTM's first cell states {@code [directions, hidden]}, all 0 if they are left out. Weights:
   * recurrent {@code [directions * gates * hidden, state]}; if {@code bias}, what is added to the
   * recurrent sums {@code [directions * gates * hidden]}; if {@code projected}, what a hidden state
   * is multiplied with {@code [directions * state, hidden]}, else {@code state} is {@code hidden}.
   * Output: the hidden states of all tokens {@code [t, directions * state]}; if {@code ends}, one
   * vector of them and of the last cell states {@code [directions, hidden]}.
   */
  record Recurrence(Cell cell, long directions, boolean bias, boolean projected, boolean ends)
      implements Kernel {
    /** What a cell computes of its gates, which lie in PyTorch's order. */
    public enum Cell {
      /**
       * Gates i, f, g, o: {@code c = sigmoid(f) * c + sigmoid(i) * tanh(g)}, {@code h = sigmoid(o)
       * * tanh(c)} (Hochreiter and Schmidhuber, 1997; Gers et al., 2000).
       */
      LSTM(4),
      /**
       * Gates r, z, n, of which n weighs its recurrent part: {@code n = tanh(x + sigmoid(r) *
       * recurrent)}, {@code h = sigmoid(z) * h + (1 - sigmoid(z)) * n} (Cho et al., 2014).
       */
      GRU(3),
      /** One gate: {@code h = tanh(x + recurrent)} (Elman, 1990). */
      TANH(1),
      /** As {@link #TANH}, with the larger of 0 and the sum. */
      RELU(1);

      private final long gates;

      Cell(long gates) {
        this.gates = gates;
      }

      public long gates() {
        return gates;
      }
    }
  }

  /**
   * The sine and cosine of each number of the input at {@code features / 2} frequencies {@code base
   * ^ (-i / (features / 2 - offset))}, i from 0.
   *
   * @param interleaved whether each sine stands before its cosine, or all sines before all cosines
   */
  record Sinusoid(double base, long offset, boolean interleaved) implements Kernel {}

  /** The numbers 0, 1, ... as many as the output has; no inputs. */
  record Range() implements Kernel {}

  /** Weight 0 as a tensor; no inputs. */
  record Constant() implements Kernel {}

  /**
   * Multiply-adds of one application, by torchvision's convention: convolutions and matrix products
   * only, bias and everything else free.
   *
   * @throws ArithmeticException if the count does not fit 64 bits
   */
  default long macs(List<Shape> inputs, List<Shape> weights, Shape output) {
    return switch (this) {
      case Convolution _ -> {
        Shape filter = weights.getFirst();
        yield Math.multiplyExact(output.elements(), filter.elements() / filter.dim(0));
      }
      case TransposedConvolution _ -> {
        Shape filter = weights.getFirst();
        yield Math.multiplyExact(inputs.getFirst().elements(), filter.elements() / filter.dim(0));
      }
      case MatMul _ -> Math.multiplyExact(output.elements(), inputs.getFirst().dim(-1));
      case Attention a -> {
        long pairs = Math.multiplyExact(inputs.get(0).dim(0), inputs.get(1).dim(0) / a.batch());
        yield Math.multiplyExact(pairs, inputs.get(0).dim(1) + output.dim(1));
      }
      case SelectiveScan _ -> Math.multiplyExact(output.elements(), inputs.get(2).dim(1));
      case Recurrence r -> {
        long recurrent = weights.getFirst().elements();
        long each = r.projected() ? recurrent + weights.getLast().elements() : recurrent;
        yield Math.multiplyExact(inputs.getFirst().dim(0), each);
      }
      case Pool _,
          AdaptiveAveragePool _,
          Pointwise _,
          LocalResponseNorm _,
          Softmax _,
          Resize _,
          Reshape _,
          Permute _,
          Pad _,
          Slice _,
          Concat _,
          ChannelShuffle _,
          Norm _,
          Gather _,
          Reduce _,
          Sinusoid _,
          Range _,
          Constant _ ->
          0;
    };
  }
}
