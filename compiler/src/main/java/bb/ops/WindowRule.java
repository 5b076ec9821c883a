package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Window;
import bb.ops.Inference.Failed;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The shape rule of convolutions and pools: a window along each axis. */
record WindowRule(String layer, Shape input, List<WindowAxis> axes) {
  WindowRule {
    axes = List.copyOf(axes);
  }

  /** With the same padding on both sides. */
  static WindowRule of(
      String layer,
      Space space,
      Shape input,
      Sizes kernel,
      Sizes stride,
      Sizes padding,
      Sizes dilation) {
    List<WindowAxis> axes = new ArrayList<>();
    Sizes sizes = space.sizes(input);
    for (int i = 0; i < space.count(); i++) {
      axes.add(
          new WindowAxis(
              space.axes().get(i),
              sizes.get(i),
              kernel.get(i),
              stride.get(i),
              padding.get(i),
              padding.get(i),
              dilation.get(i)));
    }
    return new WindowRule(layer, input, axes);
  }

  /** Pads as much as keeps the size at stride 1, the odd element at the end. */
  WindowRule same() {
    return new WindowRule(layer, input, axes.stream().map(WindowAxis::same).toList());
  }

  /** At least one window lies in the padded input. */
  Optional<Failed> fits() {
    if (axes.stream().allMatch(axis -> axis.room() >= 0)) {
      return Optional.empty();
    }
    Failed failed =
        Inference.failed(
                Code.BB0303,
                "the window of `" + layer + "` is larger than its input",
                "receives " + input)
            .argument("kernel")
            .note(whyNoneFits());
    if (axes.stream().allMatch(axis -> axis.dilation() == 1)) {
      Sizes largest = sizes(axis -> Math.min(axis.kernel(), axis.padded()));
      failed = failed.help("a `kernel` of at most " + largest + " fits");
    }
    return Optional.of(failed);
  }

  /** As {@link #fits}, with the padding that would do in the answer. */
  Optional<Failed> fitsOrPad() {
    boolean symmetric = axes.stream().allMatch(axis -> axis.extent() % 2 == 1);
    return fits()
        .map(f -> symmetric ? f.help("add `padding: " + half() + "` to " + paddedOutcome()) : f);
  }

  private String whyNoneFits() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (WindowAxis axis : axes) {
      if (axis.room() < 0) {
        names.computeIfAbsent(axis.whyNoneFits(), _ -> new ArrayList<>()).add(axis.name());
      }
    }
    return names.entrySet().stream()
        .map(entry -> Check.all(entry.getValue()) + ": " + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  /** The padding that keeps the size at stride 1. */
  private Sizes half() {
    return sizes(axis -> axis.extent() / 2);
  }

  private String paddedOutcome() {
    Sizes padded = sizes(axis -> Math.ceilDiv(axis.size(), axis.stride()));
    boolean keeps = padded.equals(sizes(WindowAxis::size));
    return (keeps ? "keep " : "get ") + padded.times();
  }

  /** A number of each axis. */
  Sizes sizes(ToLongFunction<WindowAxis> number) {
    return new Sizes(axes.stream().map(number::applyAsLong).toList());
  }

  /** The window over a plane, of tokens or of an image. */
  Window window() {
    return over(axes.getFirst(), axes.size() == 1 ? WindowAxis.POINT : axes.getLast());
  }

  static Window over(WindowAxis height, WindowAxis width) {
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
