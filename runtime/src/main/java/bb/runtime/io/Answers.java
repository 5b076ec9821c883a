package bb.runtime.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

import bb.runtime.Prediction;
import bb.runtime.Tensor;
import bb.runtime.Visible;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Prints what a model answered, for people or for programs. */
public final class Answers {
  /** Bytes of an {@code .npy} file before its dictionary. */
  private static final int NPY_HEADER = 10;

  private Answers() {}

  /**
   * Per example: of an output of classes the {@code top} most likely with their probability and
   * logit, of any other its shape and range. Numbers that are a distribution already (none below
   * zero, sum one) are printed as they are; others go through softmax. Where one is NaN no class is
   * before another, and that is printed.
   *
   * @param examples what each example is called
   * @param classes what the classes of an output are called, by its name, where they have names
   */
  public static String text(
      Map<String, Tensor> outputs,
      List<String> examples,
      Map<String, List<String>> classes,
      int top) {
    StringBuilder text = new StringBuilder();
    for (int example = 0; example < examples.size(); example++) {
      text.append(Visible.line(examples.get(example))).append('\n');
      for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
        List<String> names = classes.getOrDefault(output.getKey(), List.of());
        String described = described(output.getValue(), example, names, top);
        if (outputs.size() > 1) {
          text.append("  ")
              .append(Visible.line(output.getKey()))
              .append('\n')
              .append(described.indent(2));
        } else {
          text.append(described);
        }
      }
    }
    return text.toString();
  }

  private static String described(Tensor output, int example, List<String> names, int top) {
    StringBuilder text = new StringBuilder();
    int[] shape = Arrays.copyOfRange(output.shape(), 1, output.shape().length);
    int size = output.data().length / output.batch();
    float[] values = Arrays.copyOfRange(output.data(), example * size, (example + 1) * size);
    if (shape.length == 1 && size > 1) {
      classes(text, values, names, top);
    } else if (size == 1) {
      line(text, "%s", values[0]);
    } else {
      range(text, shape, values);
    }
    return text.toString();
  }

  private static void classes(StringBuilder text, float[] values, List<String> names, int top) {
    boolean logits = !Prediction.isDistribution(values);
    boolean named = names.size() == values.length;
    List<Prediction> best;
    try {
      best = Prediction.top(values, named ? names : nCopies(values.length, ""), top);
    } catch (ArithmeticException e) {
      line(text, "%s", e.getMessage());
      return;
    }
    // names come last, as they are of any length
    line(
        text,
        "%7s  %11s%s%s",
        "class",
        "probability",
        logits ? "         logit" : "",
        named ? "  name" : "");
    for (Prediction one : best) {
      line(
          text,
          "%7d  %10.4f%%%s%s",
          one.index(),
          100 * one.probability(),
          logits ? Message.of("  %12.6g", values[one.index()]) : "",
          named ? "  " + Visible.line(one.label()) : "");
    }
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append("  ").append(Message.of(format, arguments)).append('\n');
  }

  private static double[] widened(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static void range(StringBuilder text, int[] shape, float[] values) {
    double[] wide = widened(values);
    line(
        text,
        "%s  min %.6g  mean %.6g  max %.6g",
        Arrays.toString(shape),
        Arrays.stream(wide).min().orElse(Double.NaN),
        Arrays.stream(wide).average().orElse(Double.NaN),
        Arrays.stream(wide).max().orElse(Double.NaN));
  }

  /**
   * {@code {"outputs": {name: {"shape": […], "data": […]}}}}: the shape begins with the batch, the
   * data are flat in row-major order. Each number is the shortest text that reads back as the same
   * float; the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} stand for those.
   */
  public static void json(Map<String, Tensor> outputs, Appendable out) {
    try {
      out.append("{\"outputs\": {");
      String separator = "";
      for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
        out.append(separator).append(JsonWriter.string(output.getKey())).append(": {\"shape\": ");
        out.append(Arrays.toString(output.getValue().shape())).append(", \"data\": [");
        numbers(output.getValue().data(), out);
        out.append("]}");
        separator = ", ";
      }
      out.append("}}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * NumPy's {@code .npy}, version 1: little-endian floats in row-major order, whose shape begins
   * with the batch. The numbers begin at a multiple of 64, as NumPy writes them.
   */
  public static byte[] npy(Tensor output) {
    String shape = IntStream.of(output.shape()).mapToObj(d -> "" + d).collect(joining(", "));
    String comma = output.shape().length == 1 ? "," : "";
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + comma + "), }";
    int start = (NPY_HEADER + header.length() + 1 + 63) / 64 * 64;
    float[] data = output.data();
    ByteBuffer file =
        ByteBuffer.allocate(Math.addExact(start, Math.multiplyExact(Float.BYTES, data.length)))
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(NpyInput.MAGIC).put((byte) 1).put((byte) 0).putShort((short) (start - NPY_HEADER));
    file.put(
        (header + " ".repeat(start - NPY_HEADER - 1 - header.length()) + "\n").getBytes(US_ASCII));
    file.asFloatBuffer().put(data);
    return file.array();
  }

  private static void numbers(float[] data, Appendable out) throws IOException {
    for (int i = 0; i < data.length; i++) {
      if (i > 0) {
        out.append(", ");
      }
      out.append(NonFinite.write(data[i]));
    }
  }
}
