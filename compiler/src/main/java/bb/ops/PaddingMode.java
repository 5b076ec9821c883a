package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.ops.Inference.Failed;
import bb.types.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies beyond the border of a tensor that is padded. */
final class PaddingMode {
  private PaddingMode() {}

  /** The words of an argument, {@code constant} being called {@code zeros} or so. */
  static Attribute.Type words(String constant) {
    return new Attribute.Type.Choice(
        Stream.concat(
                Stream.of(constant),
                Stream.of(Kernel.Pad.Mode.values())
                    .filter(mode -> mode != Kernel.Pad.Mode.CONSTANT)
                    .map(PaddingMode::word))
            .toList());
  }

  static Kernel.Pad.Mode of(String word) {
    return Stream.of(Kernel.Pad.Mode.values())
        .filter(mode -> word(mode).equals(word))
        .findFirst()
        .orElse(Kernel.Pad.Mode.CONSTANT);
  }

  private static String word(Kernel.Pad.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** PyTorch's word, {@code constant} being called so. */
  static String python(Kernel.Pad.Mode mode, String constant) {
    return mode == Kernel.Pad.Mode.CONSTANT ? constant : word(mode);
  }

  /**
   * What the mode takes from the input is there.
   *
   * @param sizes of the axes, and how much is added before and after each
   */
  static Optional<Failed> fits(
      String layer,
      Kernel.Pad.Mode mode,
      List<Long> sizes,
      List<Long> before,
      List<Long> after,
      TensorType x) {
    for (int axis = 0; axis < sizes.size(); axis++) {
      long most =
          switch (mode) {
            case CONSTANT, REPLICATE -> Long.MAX_VALUE;
            case REFLECT -> sizes.get(axis) - 1;
            case CIRCULAR -> sizes.get(axis);
          };
      long added = Math.max(before.get(axis), after.get(axis));
      if (added > most) {
        return Optional.of(
            Inference.failed(
                    Code.BB0321,
                    "`%s` cannot pad %d elements with %d by `%s`"
                        .formatted(layer, sizes.get(axis), added, word(mode)),
                    "receives " + x)
                .note(
                    mode == Kernel.Pad.Mode.REFLECT
                        ? "a reflection repeats what lies behind the border, without the border"
                        : "going round once gives as many elements as there are")
                .help("it can be at most %d here".formatted(most)));
      }
    }
    return Optional.empty();
  }
}
