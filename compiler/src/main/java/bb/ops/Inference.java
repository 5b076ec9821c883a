package bb.ops;

import bb.diagnostics.Code;
import bb.types.Axes;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a layer's shape rule says: the output's type, or what is wrong. */
public sealed interface Inference {
  record Of(TensorType type) implements Inference {}

  /**
   * The rule does not allow these inputs.
   *
   * @param message what is wrong, without the layer's place: {@code "conv" cannot ...}
   * @param label what is true at the layer's span, such as {@code receives [3, 4, 4]}
   * @param argument the argument whose span to underline instead of the whole layer
   * @param notes why: the rule and its arithmetic
   * @param helps what to try
   */
  record Failed(
      Code code,
      String message,
      String label,
      Optional<String> argument,
      List<String> notes,
      List<String> helps)
      implements Inference {
    public Failed {
      notes = List.copyOf(notes);
      helps = List.copyOf(helps);
    }

    public Failed argument(String name) {
      return new Failed(code, message, label, Optional.of(name), notes, helps);
    }

    public Failed note(String note) {
      return new Failed(code, message, label, argument, plus(notes, note), helps);
    }

    public Failed help(String help) {
      return new Failed(code, message, label, argument, notes, plus(helps, help));
    }

    private static List<String> plus(List<String> list, String item) {
      return java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(item))
          .toList();
    }
  }

  /** The same answer for a tensor that has its channels there. */
  default Inference as(Axes axes) {
    return this instanceof Of(var type) ? new Of(type.as(axes)) : this;
  }

  /** What is wrong, or else what the rule says. */
  static Inference unless(Optional<Failed> wrong, Supplier<Inference> rule) {
    return wrong.isPresent() ? wrong.get() : rule.get();
  }

  static Inference float32(Shape shape) {
    return new Of(new TensorType(DType.FLOAT32, shape));
  }

  static Failed failed(Code code, String message, String label) {
    return new Failed(code, message, label, Optional.empty(), List.of(), List.of());
  }
}
