package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Window;
import bb.ops.Arguments.Pair;
import bb.ops.Inference.Failed;
import bb.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shape rule of convolutions and pools: both axes of a window over an image. */
record WindowRule(String layer, Shape input, WindowAxis height, WindowAxis width) {

  static WindowRule of(
      String layer, Shape input, Pair kernel, Pair stride, Pair padding, Pair dilation) {
    return new WindowRule(
        layer,
        input,
        new WindowAxis(
            "height",
            input.dim(1),
            kernel.height(),
            stride.height(),
            padding.height(),
            padding.height(),
            dilation.height()),
        new WindowAxis(
            "width",
            input.dim(2),
            kernel.width(),
            stride.width(),
            padding.width(),
            padding.width(),
            dilation.width()));
  }

  /** Pads as much as keeps the size at stride 1, the odd element at the end. */
  static WindowRule same(String layer, Shape input, Pair kernel, Pair stride, Pair dilation) {
    WindowRule rule = of(layer, input, kernel, stride, new Pair(0, 0), dilation);
    return new WindowRule(layer, input, same(rule.height), same(rule.width));
  }

  private static WindowAxis same(WindowAxis axis) {
    long total = axis.extent() - 1;
    return new WindowAxis(
        axis.name(),
        axis.size(),
        axis.kernel(),
        axis.stride(),
        total / 2,
        total - total / 2,
        axis.dilation());
  }

  /** At least one window lies in the padded input. */
  Optional<Failed> fits() {
    if (height.room() >= 0 && width.room() >= 0) {
      return Optional.empty();
    }
    Failed failed =
        Inference.failed(
                Code.BB0303,
                "the window of `" + layer + "` is larger than its input",
                "receives " + input)
            .argument("kernel")
            .note(whyNoneFits());
    if (height.dilation() == 1 && width.dilation() == 1) {
      Pair largest =
          new Pair(
              Math.min(height.kernel(), height.padded()), Math.min(width.kernel(), width.padded()));
      failed = failed.help("a `kernel` of at most " + largest + " fits");
    }
    return Optional.of(failed);
  }

  /** As {@link #fits}, with the padding that would do in the answer. */
  Optional<Failed> fitsOrPad() {
    boolean symmetric = height.extent() % 2 == 1 && width.extent() % 2 == 1;
    return fits()
        .map(f -> symmetric ? f.help("add `padding: " + half() + "` to " + paddedOutcome()) : f);
  }

  private String whyNoneFits() {
    Map<String, String> names = new LinkedHashMap<>();
    Stream.of(height, width)
        .filter(axis -> axis.room() < 0)
        .forEach(axis -> names.merge(axis.whyNoneFits(), axis.name(), (a, b) -> a + " and " + b));
    return names.entrySet().stream()
        .map(entry -> entry.getValue() + ": " + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  /** The padding that keeps the size at stride 1. */
  Pair half() {
    return new Pair(height.extent() / 2, width.extent() / 2);
  }

  private String paddedOutcome() {
    long h = Math.ceilDiv(height.size(), height.stride());
    long w = Math.ceilDiv(width.size(), width.stride());
    boolean keeps = h == height.size() && w == width.size();
    return (keeps ? "keep " : "get ") + Check.size(h, w);
  }

  Window window() {
    return new Window(
        height.kernel(),
        width.kernel(),
        height.stride(),
        width.stride(),
        height.before(),
        width.before(),
        height.after(),
        width.after(),
        height.dilation(),
        width.dilation());
  }
}
