package bb.report;

import bb.report.TextTable.Align;
import bb.source.Hidden;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The largest value of a parameter with which a network keeps a budget.
 *
 * @param next the value behind it that does not; empty if there is none near it
 * @param fault why the value behind it is none at all, where {@code next} is empty
 * @param checked how many values behind it were tried
 * @param steady whether all that lies behind the first value that is over the budget is over it,
 *     too
 */
public record Fit(
    String network,
    String file,
    String parameter,
    Point best,
    Optional<Point> next,
    Optional<Fault> fault,
    Budget budget,
    String step,
    int checked,
    boolean steady) {

  /**
   * @param value as it is written
   */
  public record Point(String value, Cost cost) {}

  /**
   * @param message why a network with this value is wrong
   */
  public record Fault(String value, String message) {}

  /**
   * What a network needs.
   *
   * @param params trainable numbers
   * @param peakBytes of activations at the same time
   */
  public record Cost(long params, long macs, long peakBytes) {}

  /**
   * What a network may need, at the most.
   *
   * @param memory bytes of activations at the peak
   */
  public record Budget(Optional<Long> params, Optional<Long> macs, Optional<Long> memory) {
    public boolean isEmpty() {
      return params.isEmpty() && macs.isEmpty() && memory.isEmpty();
    }

    public boolean isKeptBy(Cost cost) {
      return excess(cost).isEmpty();
    }

    /** What is over the budget: {@code 310,000,000 multiply-adds, 3.3 % more than 300,000,000}. */
    public Optional<String> excess(Cost cost) {
      return over(cost.params(), params, "parameters")
          .or(() -> over(cost.macs(), macs, "multiply-adds"))
          .or(() -> over(cost.peakBytes(), memory, "bytes of activations"));
    }

    private static Optional<String> over(long count, Optional<Long> limit, String noun) {
      return limit
          .filter(most -> count > most)
          .map(most ->
              "%s %s, %s more than %s"
                  .formatted(Numbers.exact(count), noun, share(count, most), Numbers.exact(most)));
    }

    private static String share(long count, long most) {
      return most == 0
          ? Numbers.exact(count)
          : String.format(Locale.ROOT, "%.1f %%", 100.0 * (count - most) / most);
    }
  }

  /** For the terminal. */
  public String text() {
    TextTable table = new TextTable(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row(
        "", assigned(best), next.map(this::assigned).orElse(""), budget.isEmpty() ? "" : "limit");
    row(table, "parameters", Cost::params, budget.params());
    row(table, "multiply-adds", Cost::macs, budget.macs());
    row(table, "bytes of activations", Cost::peakBytes, budget.memory());
    StringBuilder text = new StringBuilder();
    text.append("%s (%s): %s is the largest\n".formatted(network, file, assigned(best)));
    text.append(table.render());
    next.ifPresent(point ->
        text.append(
            "%s needs %s\n"
                .formatted(assigned(point), budget.excess(point.cost()).orElse("more"))));
    fault.ifPresent(wrong ->
        text.append(
            "%s is ruled out: %s\n".formatted(parameter + "=" + wrong.value, wrong.message)));
    text.append(
        "of the %d values behind it, in steps of %s, none keeps the budget\n"
            .formatted(checked, step));
    if (!steady) {
      text.append("counts go up and down here: a smaller value is over the budget\n");
    }
    return Hidden.escape(text.toString());
  }

  private String assigned(Point point) {
    return parameter + "=" + point.value();
  }

  private void row(TextTable table, String name, ToLongFunction<Cost> count, Optional<Long> limit) {
    table.row(
        name,
        Numbers.exact(count.applyAsLong(best.cost())),
        next.map(point -> Numbers.exact(count.applyAsLong(point.cost()))).orElse(""),
        limit.map(Numbers::exact).orElse("–"));
  }

  /** For programs. */
  public String json() {
    var object = new JsonObject();
    object.put("network", network);
    object.put("file", file);
    object.put("parameter", parameter);
    object.put("step", step);
    object.put("best", json(best));
    next.ifPresent(point -> object.put("next", json(point)));
    fault.ifPresent(wrong -> object.put("fault", json(wrong)));
    object.put("checked", checked);
    object.put("steady", steady);
    return JsonWriter.indent("  ").string().value(object).done() + "\n";
  }

  private static JsonObject json(Fault fault) {
    var object = new JsonObject();
    object.put("value", fault.value);
    object.put("message", fault.message);
    return object;
  }

  private static JsonObject json(Point point) {
    var object = new JsonObject();
    object.put("value", point.value());
    object.put("params", point.cost().params());
    object.put("macs", point.cost().macs());
    object.put("peak_bytes", point.cost().peakBytes());
    return object;
  }
}
