package bb.backend.cpu.plan;

import bb.runtime.cpu.Attention;
import bb.runtime.cpu.Grid;
import bb.runtime.cpu.Operand;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.View;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A plan as text: each layer with its calls and what they are given. A tensor is printed as {@code
 * @offset height x width x channels}, with {@code +first/stride} if it is a slice of wider pixels.
 * A convolution's tile, scratch memory (floats of a worker) and predicted cost (multiply-adds) are
 * those for 512, 256 and 128 bits.
 */
public final class PlanPrinter {
  private static final List<Width> WIDTHS = List.of(Width.BITS_512, Width.BITS_256, Width.BITS_128);

  private PlanPrinter() {}

  public static String print(CpuPlan plan) {
    StringBuilder text = new StringBuilder();
    line(text, "arena   %,d bytes", plan.arenaBytes());
    line(text, "weights %,d bytes", plan.weightBytes());
    line(text, "macs    %,d", plan.macs());
    if (!plan.prepared().isEmpty()) {
      text.append("\nonce, before the first inference:\n");
      layers(text, plan.prepared());
      text.append("\nfor each inference:\n");
    }
    layers(text, plan.layers());
    return text.toString();
  }

  private static void layers(StringBuilder text, List<Layer> layers) {
    for (Layer layer : layers) {
      text.append('\n').append(layer.place().visible()).append('\n');
      layer.form().map(PlanPrinter::form).ifPresent(form -> text.append("  ").append(form));
      if (layer.planes() > 1) {
        line(text, "  for each of %d images", layer.planes());
      }
      if (layer.segment() > 0) {
        line(text, "  weights in segment %d", layer.segment());
      }
      if (layer.calls().isEmpty()) {
        text.append("  lies where it is read\n");
      }
      layer.calls().forEach(call -> text.append("  ").append(call(call)).append('\n'));
    }
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(format.formatted(arguments)).append('\n');
  }

  private static String form(ChosenForm form) {
    return "form %s, tile %s, scratch %s, cost %s\n"
        .formatted(
            form.name(),
            widths(width -> "" + form.tile(width)),
            widths(width -> String.format(Locale.ROOT, "%,d", form.scratch(width))),
            widths(width -> String.format(Locale.ROOT, "%,d", form.cost(width))));
  }

  private static String widths(Function<Width, String> text) {
    return WIDTHS.stream().map(text).collect(Collectors.joining("|"));
  }

  /** One call in one line. */
  static String call(Call call) {
    String operands =
        switch (call) {
          case Call.Windowed c ->
              "%s %s %s filter %d groups %d vectors %s%s"
                  .formatted(
                      kernel(c),
                      view(c.operands().in()),
                      stencil(c.operands().stencil()),
                      c.operands().filter().at(),
                      c.operands().filter().groups(),
                      Arrays.toString(c.operands().filter().vectors()),
                      views(" and ", c.operands().sides()));
          case Call.Pointwise c ->
              "%s%s vectors %s".formatted(c.kernel().name(), views(" ", c.in()), c.vectors());
          case Call.Boxes c ->
              "%s %s -> %s"
                  .formatted(
                      c.kernel().name(),
                      c.in().stream().map(PlanPrinter::operand).collect(Collectors.joining(", ")),
                      operand(c.out()));
          case Call.Input c -> "%d as %s".formatted(c.number(), grid(c.to()));
          case Call.Output c ->
              "%s of %s as %d".formatted(grid(c.from()), view(c.in()), c.number());
          case Call.MaxPool c -> view(c.in()) + " " + stencil(c.stencil());
          case Call.AveragePool c ->
              "%s %s%s"
                  .formatted(
                      view(c.in()),
                      stencil(c.stencil()),
                      c.countPadding()
                          ? " counting padding, +%d+%d".formatted(c.bottom(), c.right())
                          : "");
          case Call.AdaptiveAverage c -> view(c.in());
          case Call.LocalResponse c ->
              "%s size %d alpha %s beta %s bias %s"
                  .formatted(view(c.in()), c.size(), c.alpha(), c.beta(), c.bias());
          case Call.Softmax c ->
              "%s as %s to %s axis %d"
                  .formatted(view(c.in()), grid(c.from()), grid(c.to()), c.axis());
          case Call.Nearest c -> view(c.in());
          case Call.Bilinear c -> view(c.in()) + (c.alignCorners() ? " aligning corners" : "");
          case Call.Move c ->
              "%s as %s to %s".formatted(view(c.in()), grid(c.from()), grid(c.to()));
          case Call.Copy c -> view(c.in());
          case Call.Fill c -> "" + c.value();
          case Call.MatMul c ->
              "%s %s%s%s"
                  .formatted(
                      view(c.a()),
                      view(c.b()),
                      c.transposed() ? " transposed" : "",
                      c.stacked() > 1 ? " stacked " + c.stacked() : "");
          case Call.Attention c ->
              "q %s k %s v %s%s%s"
                  .formatted(
                      view(c.q()),
                      view(c.k()),
                      view(c.v()),
                      heads(c.heads()),
                      c.biases().stream().map(PlanPrinter::bias).collect(Collectors.joining()));
          case Call.Norm c ->
              "%s groups %d%s%s eps %s"
                  .formatted(
                      view(c.in()),
                      c.groups(),
                      c.acrossPixels() ? " across pixels" : "",
                      c.centred() ? " centred" : "",
                      c.eps());
          case Call.Gather c -> "%s of %d".formatted(view(c.in()), c.table());
          case Call.Pick c ->
              "%s axis %d by %s -> %s"
                  .formatted(operand(c.in()), c.axis(), operand(c.numbers()), operand(c.out()));
          case Call.Reduce c ->
              "%s of %s each %s -> %s"
                  .formatted(
                      c.kind().name().toLowerCase(Locale.ROOT),
                      operand(c.in()),
                      grid(c.each()),
                      operand(c.out()));
          case Call.Scan c -> views("", c.in());
          case Call.Recurrent c ->
              "%s%s %s%s state %d bias %d weights %s%s"
                  .formatted(
                      view(c.in()),
                      views(" from ", c.first()),
                      c.layer().cell(),
                      c.layer().directions() == 2 ? " both ways" : "",
                      c.layer().state(),
                      c.layer().bias(),
                      Arrays.toString(c.layer().weights()),
                      c.layer().ends() ? " with ends" : "");
          case Call.Sinusoid c ->
              "%s base %s offset %d%s"
                  .formatted(
                      view(c.in()), c.base(), c.offset(), c.interleaved() ? " interleaved" : "");
          case Call.Range _ -> "";
          case Call.Constant c -> "" + c.at();
        };
    boolean shown =
        call instanceof Call.Boxes || call instanceof Call.Pick || call instanceof Call.Reduce;
    Optional<View> out = shown ? Optional.empty() : call.writes();
    return (name(call) + " " + operands).strip() + out.map(view -> " -> " + view(view)).orElse("");
  }

  /** What a call does, in a word. */
  public static String name(Call call) {
    return call.getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static String heads(Attention.Heads h) {
    return (h.batch() > 1 ? " batch " + h.batch() : "")
        + " heads "
        + h.heads()
        + (h.keyHeads() < h.heads() ? " sharing " + h.keyHeads() : "")
        + " scale "
        + h.scale()
        + (h.offset() < 0 ? "" : " causal")
        + (h.offset() > 0 ? " from " + h.offset() : "");
  }

  private static String bias(Attention.Bias bias) {
    return " bias %s%s%s%s"
        .formatted(
            view(bias.view()),
            bias.bySequence() ? " by sequence" : "",
            bias.byHead() ? " by head" : "",
            bias.byQuery() ? " by query" : "");
  }

  private static String kernel(Call.Windowed call) {
    return switch (call) {
      case Call.Product c -> c.kernel().name();
      case Call.TransposedProduct c -> c.kernel().name();
      case Call.Depthwise c -> c.kernel().name();
      case Call.Winograd c -> c.size() + " " + c.kernel().name();
      case Call.BoundedWinograd c -> c.size() + " at least " + c.least();
    };
  }

  private static String views(String before, List<View> views) {
    return views.isEmpty()
        ? ""
        : before + views.stream().map(PlanPrinter::view).collect(Collectors.joining(", "));
  }

  private static String view(View v) {
    String part = v.channels() == v.stride() ? "" : "+%d/%d".formatted(v.first(), v.stride());
    return "@%d %dx%dx%d%s".formatted(v.buffer(), v.height(), v.width(), v.channels(), part);
  }

  private static String operand(Operand operand) {
    return view(operand.view()) + " as " + grid(operand.grid());
  }

  private static String grid(Grid grid) {
    return Arrays.toString(grid.dims())
        + " by "
        + Arrays.toString(grid.strides())
        + (grid.at() == 0 ? "" : " from " + grid.at());
  }

  private static String stencil(Stencil s) {
    return "%dx%d%s%s%s"
        .formatted(
            s.kernelHeight(),
            s.kernelWidth(),
            pair("/", s.strideHeight(), s.strideWidth(), 1),
            pair(" pad ", s.padTop(), s.padLeft(), 0),
            pair(" dilated ", s.dilationHeight(), s.dilationWidth(), 1));
  }

  private static String pair(String name, int height, int width, int usual) {
    if (height == usual && width == usual) {
      return "";
    }
    return height == width ? name + height : name + height + "," + width;
  }
}
