package bb.onnx;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Kernels on matrices and sequences of tokens; operands are {@code [batch, tokens, features]}. */
final class SequenceNodes {
  private final Nodes nodes;

  SequenceNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  String matMul(Kernel.MatMul kernel, String a, Value second) {
    String b = nodes.name(second);
    if (kernel.transposed()) {
      b =
          second.type().shape().rank() == 2
              ? nodes.transpose(b, 0L, 2L, 1L)
              : nodes.transpose(b, 0L, 1L, 2L, 4L, 3L);
    }
    return nodes.add("MatMul", List.of(a, b));
  }

  /** Norms each vector along the last axis. */
  String vectorNorm(Kernel.Norm kernel, String x, long size) {
    return kernel.centred()
        ? nodes.add(
            "LayerNormalization",
            List.of(x, nodes.floats(Shape.of(size), Collections.nCopies((int) size, 1f))),
            Attributes.of("axis", -1),
            Attributes.of("epsilon", kernel.eps()))
        : norm(kernel, x, -1);
  }

  /**
   * @param x {@code [batch, channels, height, width]}
   */
  String planeNorm(Kernel.Norm kernel, String x, Plane plane) {
    String grouped =
        nodes.reshape(
            x, List.of(kernel.groups(), plane.channels() / kernel.groups(), plane.pixels()));
    String result = kernel.acrossPixels() ? norm(kernel, grouped, 2, 3) : norm(kernel, grouped, 2);
    return nodes.reshape(result, List.of(plane.channels(), plane.height(), plane.width()));
  }

  private String norm(Kernel.Norm kernel, String x, long... axes) {
    String over = nodes.ints(axes);
    String shifted =
        kernel.centred()
            ? nodes.add("Sub", List.of(x, nodes.add("ReduceMean", List.of(x, over))))
            : x;
    String squares = nodes.add("Mul", List.of(shifted, shifted));
    String variance = nodes.add("ReduceMean", List.of(squares, over));
    String biased = nodes.add("Add", List.of(variance, nodes.scalar(kernel.eps())));
    return nodes.add("Div", List.of(shifted, nodes.add("Sqrt", List.of(biased))));
  }

  /** Numbers that are computed may be past an end; those of the caller are checked. */
  String gather(String table, long rows, Value numbers, boolean computed) {
    boolean whole = numbers.type().dtype() != DType.FLOAT32;
    String names = whole ? nodes.name(numbers) : nodes.cast(nodes.name(numbers), DType.INT32);
    if (whole && computed) {
      String wide = nodes.cast(names, DType.INT64);
      names = nodes.add("Clip", List.of(wide, nodes.wholeNumber(0), nodes.wholeNumber(rows - 1)));
    }
    return nodes.add("Gather", List.of(table, names));
  }

  /**
   * One token after the other: the state goes round, and so does a, which each token needs whole.
   */
  String selectiveScan(List<Value> inputs) {
    List<String> names = inputs.stream().map(nodes::name).toList();
    String u = names.get(0);
    String delta = names.get(1);
    Shape a = inputs.get(2).type().shape();
    TensorType state = TensorType.float32(a);
    TensorType channels = TensorType.float32(Shape.of(a.dim(0)));
    TensorType states = TensorType.float32(Shape.of(a.dim(1)));
    String outputs =
        nodes
            .scan(
                List.of(nodes.repeat(nodes.scalar(0), a), names.get(2)),
                List.of(delta, nodes.add("Mul", List.of(delta, u)), names.get(3), names.get(4)),
                new Nodes.Body(
                    List.of(state, state, channels, channels, states, states),
                    List.of(state, state, channels),
                    this::token),
                false)
            .getLast();
    String skip = nodes.reshape(names.get(5), List.of(1L, a.dim(0)));
    return nodes.add("Add", List.of(outputs, nodes.add("Mul", List.of(skip, u))));
  }

  /**
   * @param x the state, a, and delta, delta * u, b and c of a token
   * @return the next state, a, and the output
   */
  private List<String> token(List<String> x) {
    String decay =
        nodes.add("Exp", List.of(nodes.add("Mul", List.of(unsqueeze(x.get(2), 2), x.get(1)))));
    String kept = nodes.add("Mul", List.of(decay, x.get(0)));
    String taken = nodes.add("Mul", List.of(unsqueeze(x.get(3), 2), unsqueeze(x.get(4), 1)));
    String state = nodes.add("Add", List.of(kept, taken));
    String column = nodes.add("MatMul", List.of(state, unsqueeze(x.get(5), 2)));
    return List.of(
        state,
        nodes.add("Identity", List.of(x.get(1))),
        nodes.add("Squeeze", List.of(column, nodes.ints(2))));
  }

  private String unsqueeze(String x, long axis) {
    return nodes.add("Unsqueeze", List.of(x, nodes.ints(axis)));
  }

  String sinusoid(Kernel.Sinusoid kernel, Value value, Shape out) {
    String x =
        value.type().dtype() == DType.FLOAT32
            ? nodes.name(value)
            : nodes.cast(nodes.name(value), DType.FLOAT32);
    long half = out.dim(-1) / 2;
    List<Float> frequencies = new ArrayList<>();
    for (long i = 0; i < half; i++) {
      frequencies.add(
          (float) StrictMath.pow(kernel.base(), -i / (double) (half - kernel.offset())));
    }
    String angles =
        nodes.add("Mul", List.of(unsqueeze(x, -1), nodes.floats(Shape.of(half), frequencies)));
    String sines = nodes.add("Sin", List.of(angles));
    String cosines = nodes.add("Cos", List.of(angles));
    if (!kernel.interleaved()) {
      return nodes.add("Concat", List.of(sines, cosines), Attributes.of("axis", -1));
    }
    String pairs =
        nodes.add(
            "Concat",
            List.of(unsqueeze(sines, -1), unsqueeze(cosines, -1)),
            Attributes.of("axis", -1));
    return nodes.reshape(pairs, out);
  }

  String range(Shape out) {
    List<Float> numbers = new ArrayList<>();
    for (long i = 0; i < out.elements(); i++) {
      numbers.add((float) i);
    }
    return nodes.repeat(nodes.floats(out, numbers), out);
  }
}
