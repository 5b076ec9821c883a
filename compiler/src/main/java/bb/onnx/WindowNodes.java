package bb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.Window;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Kernels that slide over a plane; operands and results are {@code [batch, c, h, w]}. */
final class WindowNodes {
  private final Nodes nodes;

  WindowNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * @param operands x, the filter and perhaps the bias
   */
  String convolution(Window w, long groups, List<String> operands) {
    return nodes.add(
        "Conv",
        operands,
        kernel(w),
        strides(w),
        pads(w, w.padBottom(), w.padRight()),
        dilations(w),
        Attributes.of("group", groups));
  }

  /**
   * A convolution whose windows are bent.
   *
   * @param parts groups of channels with offsets of their own
   * @param operands x, the filter, the offsets, the bias or no name, and perhaps the mask
   */
  String deformable(Window w, long groups, long parts, List<String> operands) {
    return nodes.add(
        "DeformConv",
        operands,
        kernel(w),
        strides(w),
        pads(w, w.padBottom(), w.padRight()),
        dilations(w),
        Attributes.of("group", groups),
        Attributes.of("offset_group", parts));
  }

  /**
   * The transpose of a convolution. Padding cuts off at the end what the output has no room for;
   * rows beyond the last window hold the bias alone. ONNX has fewer of those than the stride, and
   * where a dilation makes them more they are padded.
   *
   * @param operands x, the filter and perhaps the bias
   */
  String transposed(Window w, long groups, List<String> operands, Plane in, Plane out) {
    long bottom =
        (in.height() - 1) * w.strideHeight() + w.extentHeight() - w.padTop() - out.height();
    long right = (in.width() - 1) * w.strideWidth() + w.extentWidth() - w.padLeft() - out.width();
    List<Long> beyond = List.of(Math.max(0, -bottom), Math.max(0, -right));
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                kernel(w),
                strides(w),
                pads(w, Math.max(0, bottom), Math.max(0, right)),
                dilations(w),
                Attributes.of("group", groups)));
    if (beyond.get(0) < w.strideHeight() && beyond.get(1) < w.strideWidth()) {
      attributes.add(Attributes.of("output_padding", axes(w, 0, beyond.get(0), beyond.get(1))));
      return nodes.add("ConvTranspose", operands, attributes.toArray(AttributeProto[]::new));
    }
    String sum =
        nodes.add(
            "ConvTranspose", operands.subList(0, 2), attributes.toArray(AttributeProto[]::new));
    String pads = nodes.ints(frame(w, 0, 0, beyond.get(0), beyond.get(1)));
    String padded = nodes.add("Pad", List.of(sum, pads, nodes.scalar(0)));
    if (operands.size() == 2) {
      return padded;
    }
    String bias = nodes.add("Reshape", List.of(operands.get(2), nodes.ints(bias(w, out))));
    return nodes.add("Add", List.of(padded, bias));
  }

  /**
   * A pool whose size was rounded up gets as much more padding as its last windows need, rather
   * than {@code ceil_mode}, which engines read differently.
   */
  String pool(Kernel.Pool pool, String x, Plane in, Plane out) {
    Window w = pool.window();
    long bottom =
        Math.max(
            w.padBottom(),
            (out.height() - 1) * w.strideHeight() + w.extentHeight() - in.height() - w.padTop());
    long right =
        Math.max(
            w.padRight(),
            (out.width() - 1) * w.strideWidth() + w.extentWidth() - in.width() - w.padLeft());
    boolean partial = bottom > w.padBottom() || right > w.padRight();
    return switch (pool.kind()) {
      case MAX ->
          fits(w, bottom, right)
              ? nodes.add(
                  "MaxPool",
                  List.of(x),
                  kernel(w),
                  strides(w),
                  pads(w, bottom, right),
                  dilations(w))
              : nodes.add(
                  "MaxPool",
                  List.of(padded(w, x, bottom, right, Float.NEGATIVE_INFINITY)),
                  kernel(w),
                  strides(w),
                  dilations(w));
      case AVERAGE -> {
        if (pool.countPadding() && partial) {
          // the padding counts, what lies beyond it does not
          Window inner = withoutPadding(w);
          yield average(
              inner,
              padded(w, x, w.padBottom(), w.padRight(), 0),
              bottom - w.padBottom(),
              right - w.padRight(),
              false);
        }
        yield average(w, x, bottom, right, pool.countPadding());
      }
    };
  }

  private String average(Window w, String x, long bottom, long right, boolean countPadding) {
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                kernel(w),
                strides(w),
                pads(w, bottom, right),
                Attributes.of("count_include_pad", countPadding ? 1 : 0)));
    if (w.dilationHeight() != 1 || w.dilationWidth() != 1) {
      attributes.add(dilations(w));
    }
    return nodes.add("AveragePool", List.of(x), attributes.toArray(AttributeProto[]::new));
  }

  /** Whether pools may have such padding: less than the kernel. */
  private static boolean fits(Window w, long bottom, long right) {
    return Math.max(w.padTop(), bottom) < w.kernelHeight()
        && Math.max(w.padLeft(), right) < w.kernelWidth();
  }

  private static List<Long> bias(Window w, Plane out) {
    List<Long> shape = new ArrayList<>(List.of(out.channels()));
    shape.addAll(axes(w, 1, 1, 1));
    return shape;
  }

  private static Window withoutPadding(Window w) {
    return new Window(
        w.kernelHeight(),
        w.kernelWidth(),
        w.strideHeight(),
        w.strideWidth(),
        0,
        0,
        0,
        0,
        w.dilationHeight(),
        w.dilationWidth(),
        w.planes());
  }

  private String padded(Window w, String x, long bottom, long right, double value) {
    String pads = nodes.ints(frame(w, w.padTop(), w.padLeft(), bottom, right));
    return nodes.add("Pad", List.of(x, pads, nodes.scalar(value)));
  }

  /**
   * Means over bins of nearly equal size: a rectangle's mean is the mean of its rows' means, so
   * that two matrices make them all.
   */
  String adaptivePool(String x, Plane in, Plane out) {
    if (out.height() == 1 && out.width() == 1) {
      return nodes.add("GlobalAveragePool", List.of(x));
    }
    if (in.height() % out.height() == 0 && in.width() % out.width() == 0) {
      List<Long> size = List.of(in.height() / out.height(), in.width() / out.width());
      return nodes.add(
          "AveragePool",
          List.of(x),
          Attributes.of("kernel_shape", size),
          Attributes.of("strides", size));
    }
    String rows = nodes.add("MatMul", List.of(bins(in.height(), out.height()), x));
    String columns =
        nodes.add(
            "Transpose",
            List.of(bins(in.width(), out.width())),
            Attributes.of("perm", List.of(1L, 0L)));
    return nodes.add("MatMul", List.of(rows, columns));
  }

  /** A matrix [out, in] whose row i averages the elements of bin i. */
  private String bins(long in, long out) {
    List<Float> matrix = new ArrayList<>();
    for (long row = 0; row < out; row++) {
      long begin = row * in / out;
      long end = Math.ceilDiv((row + 1) * in, out);
      for (long column = 0; column < in; column++) {
        matrix.add(column >= begin && column < end ? 1f / (end - begin) : 0f);
      }
    }
    return nodes.floats(Shape.of(out, in), matrix);
  }

  /** Where no scale is exact, {@code Resize} could round to a neighbour; indices cannot. */
  String resize(Kernel.Resize resize, String x, Plane in, Plane out) {
    String sizes = nodes.ints(out.height(), out.width());
    return switch (resize.mode()) {
      case NEAREST -> {
        if (out.height() % in.height() == 0 && out.width() % in.width() == 0) {
          yield nodes.add(
              "Resize",
              List.of(x, "", "", sizes),
              Attributes.of("axes", List.of(2L, 3L)),
              Attributes.of("mode", "nearest"),
              Attributes.of("coordinate_transformation_mode", "asymmetric"),
              Attributes.of("nearest_mode", "floor"));
        }
        String rows = gather(x, 2, in.height(), out.height());
        yield gather(rows, 3, in.width(), out.width());
      }
      case BILINEAR ->
          nodes.add(
              "Resize",
              List.of(x, "", "", sizes),
              Attributes.of("axes", List.of(2L, 3L)),
              Attributes.of("mode", "linear"),
              Attributes.of(
                  "coordinate_transformation_mode",
                  resize.alignCorners() ? "align_corners" : "half_pixel"));
    };
  }

  private String gather(String x, long axis, long in, long out) {
    List<Long> indices = new ArrayList<>();
    for (long i = 0; i < out; i++) {
      indices.add(i * in / out);
    }
    return nodes.add("Gather", List.of(x, nodes.ints(indices)), Attributes.of("axis", axis));
  }

  private static AttributeProto kernel(Window w) {
    return Attributes.of("kernel_shape", axes(w, 1, w.kernelHeight(), w.kernelWidth()));
  }

  private static AttributeProto strides(Window w) {
    return Attributes.of("strides", axes(w, 1, w.strideHeight(), w.strideWidth()));
  }

  private static AttributeProto dilations(Window w) {
    return Attributes.of("dilations", axes(w, 1, w.dilationHeight(), w.dilationWidth()));
  }

  private static AttributeProto pads(Window w, long bottom, long right) {
    return Attributes.of("pads", sides(w, bottom, right));
  }

  private static List<Long> sides(Window w, long bottom, long right) {
    List<Long> sides = new ArrayList<>(axes(w, 0, w.padTop(), w.padLeft()));
    sides.addAll(axes(w, 0, bottom, right));
    return sides;
  }

  /** The numbers of the window's axes; several planes are a third one. */
  private static List<Long> axes(Window w, long plane, long height, long width) {
    return w.planes() == 1 ? List.of(height, width) : List.of(plane, height, width);
  }

  /** Padding of all of a tensor's axes. */
  private static List<Long> frame(Window w, long top, long left, long bottom, long right) {
    List<Long> frame = new ArrayList<>(List.of(0L, 0L));
    frame.addAll(axes(w, 0, top, left));
    frame.addAll(List.of(0L, 0L));
    frame.addAll(axes(w, 0, bottom, right));
    return frame;
  }
}
