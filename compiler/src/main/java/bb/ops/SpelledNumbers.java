package bb.ops;

import bb.kernel.Numbers;
import bb.python.Py;
import bb.types.DType;
import bb.types.TensorType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/** Known numbers as Python: a rule if there is one, a list of a few, else packed. */
final class SpelledNumbers {
  private static final int FEW = 48;

  private SpelledNumbers() {}

  static Py of(TensorType type, Numbers numbers, Optional<Formula.Rule> rule) {
    float first = numbers.get(0);
    float[] all = numbers.toArray();
    if (equal(all) && all.length > 1) {
      return Py.call(
          "torch.full",
          Py.arg(sizes(type)),
          Py.arg(element(first, type.dtype())),
          Py.arg("dtype", dtype(type)));
    }
    if (all.length > FEW && type.shape().rank() == 2 && isTriangle(all, type)) {
      return Py.call("torch.ones", Py.arg(sizes(type)), Py.arg("dtype", dtype(type)))
          .method("tril");
    }
    if (all.length > 2 && type.shape().rank() == 1 && counts(all)) {
      return Py.call(
          "torch.arange", Py.arg(Py.of((long) all.length, "end")), Py.arg("dtype", dtype(type)));
    }
    if (all.length <= FEW) {
      return Py.call("torch.tensor", Py.arg(nested(all, type, 0, 0)), Py.arg("dtype", dtype(type)));
    }
    Optional<Py> function = rule.flatMap(r -> SpelledFormula.of(r, type.dtype()));
    if (function.isPresent()) {
      return Py.call("indexed", function.get(), sizes(type), dtype(type));
    }
    if (type.shape().rank() == 2 && isIdentity(all, type)) {
      return Py.call(
          "torch.eye",
          Py.arg(Py.of(type.shape().dim(0), "size")),
          Py.arg(Py.of(type.shape().dim(1), "size")),
          Py.arg("dtype", dtype(type)));
    }
    return Py.call("packed", Py.of(packed(all)), sizes(type), dtype(type));
  }

  private static Py sizes(TensorType type) {
    return new Py.Tuple(type.shape().dims().stream().map(dim -> Py.of(dim, "size")).toList());
  }

  private static Py dtype(TensorType type) {
    return Py.name(
        switch (type.dtype()) {
          case FLOAT32 -> "torch.float32";
          case INT32, INT64 -> "torch.int64";
          case BOOL -> "torch.bool";
        });
  }

  private static Py element(float value, DType dtype) {
    return switch (dtype) {
      case BOOL -> Py.name(value == 0 ? "False" : "True");
      case INT32, INT64 -> Py.of((long) value);
      case FLOAT32 ->
          Float.isInfinite(value)
              ? Py.name(value > 0 ? "math.inf" : "-math.inf")
              : Spelled.number(Double.parseDouble(Float.toString(value)));
    };
  }

  private static boolean equal(float[] all) {
    for (float each : all) {
      if (each != all[0]) {
        return false;
      }
    }
    return true;
  }

  private static boolean counts(float[] all) {
    for (int i = 0; i < all.length; i++) {
      if (all[i] != i) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTriangle(float[] all, TensorType type) {
    long columns = type.shape().dim(1);
    for (int i = 0; i < all.length; i++) {
      if (all[i] != (i % columns <= i / columns ? 1 : 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIdentity(float[] all, TensorType type) {
    long columns = type.shape().dim(1);
    for (int i = 0; i < all.length; i++) {
      if (all[i] != (i % columns == i / columns ? 1 : 0)) {
        return false;
      }
    }
    return true;
  }

  private static Py nested(float[] all, TensorType type, int axis, int start) {
    if (axis == type.shape().rank()) {
      return element(all[start], type.dtype());
    }
    int each = 1;
    for (int i = axis + 1; i < type.shape().rank(); i++) {
      each *= (int) type.shape().dim(i);
    }
    List<Py> elements = new ArrayList<>();
    for (int i = 0; i < type.shape().dim(axis); i++) {
      elements.add(nested(all, type, axis + 1, start + i * each));
    }
    return new Py.ListOf(elements);
  }

  /** Little-endian floats, deflated, in letters. */
  private static String packed(float[] all) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * all.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(all);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(bytes.array());
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return new String(Base64.getEncoder().encode(out.toByteArray()), StandardCharsets.US_ASCII);
  }
}
