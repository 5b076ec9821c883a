package bb.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured of layers, as text and as JSON. */
final class LayerTable {
  private static final int SLOWEST = 10;

  private static final String HEADING =
      String.format(
          "%9s %6s %8s %7s %7s %8s  %s%n", "ms", "%", "GFLOP/s", "GB/s", "MB", "cost", "layer");

  private LayerTable() {}

  static String text(LayerBench bench) {
    StringBuilder text = new StringBuilder(HEADING);
    bench.rows().forEach(row -> text.append(line(bench, row)));
    text.append(
        String.format(Locale.ROOT, "%9.3f        all of %s%n", bench.millis(), bench.network()));
    text.append("\nslowest\n").append(HEADING);
    slowest(bench).forEach(row -> text.append(line(bench, row)));
    text.append("\nby form\n").append(HEADING);
    byForm(bench).forEach(row -> text.append(line(bench, row)));
    return text.toString();
  }

  private static String line(LayerBench bench, LayerBench.Row row) {
    String what =
        List.of(row.form(), row.tile(), row.shape(), row.place()).stream()
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT,
        "%9.3f %6.1f %8s %7.1f %7.2f %8s  %s%n",
        row.millis(),
        share(bench, row),
        row.macs() == 0 ? "" : String.format(Locale.ROOT, "%.1f", row.gigaflops()),
        row.gigabytes(),
        row.bytes() / 1e6,
        row.cost() == 0 ? "" : String.format(Locale.ROOT, "%.2f", row.cost() / 1e6),
        what);
  }

  private static List<LayerBench.Row> slowest(LayerBench bench) {
    return bench.rows().stream()
        .sorted(Comparator.comparingDouble(LayerBench.Row::millis).reversed())
        .limit(SLOWEST)
        .toList();
  }

  /** The rows of a form added up, the slowest form first. */
  private static List<LayerBench.Row> byForm(LayerBench bench) {
    Map<String, LayerBench.Row> sums = new LinkedHashMap<>();
    for (LayerBench.Row row : bench.rows()) {
      sums.merge(
          row.form(),
          new LayerBench.Row(
              "", row.form(), "", "", row.millis(), row.macs(), row.bytes(), row.cost()),
          LayerTable::sum);
    }
    return sums.values().stream()
        .sorted(Comparator.comparingDouble(LayerBench.Row::millis).reversed())
        .toList();
  }

  private static LayerBench.Row sum(LayerBench.Row a, LayerBench.Row b) {
    return new LayerBench.Row(
        "",
        a.form(),
        "",
        "",
        a.millis() + b.millis(),
        a.macs() + b.macs(),
        a.bytes() + b.bytes(),
        a.cost() + b.cost());
  }

  private static double share(LayerBench bench, LayerBench.Row row) {
    return bench.millis() > 0 ? 100 * row.millis() / bench.millis() : 0;
  }

  static String json(LayerBench bench) {
    var layers = new JsonArray();
    bench.rows().forEach(row -> layers.add(json(bench, row)));
    var slowest = new JsonArray();
    slowest(bench).forEach(row -> slowest.add(bench.rows().indexOf(row)));
    var object = new JsonObject();
    object.put("network", bench.network());
    object.put("ms", rounded(bench.millis()));
    object.put("layers", layers);
    object.put("slowest", slowest);
    return JsonWriter.string(object) + "\n";
  }

  private static JsonObject json(LayerBench bench, LayerBench.Row row) {
    var object = new JsonObject();
    object.put("layer", row.place());
    object.put("form", row.form());
    object.put("tile", row.tile());
    object.put("shape", row.shape());
    object.put("ms", rounded(row.millis()));
    object.put("share", rounded(share(bench, row) / 100));
    object.put("macs", row.macs());
    object.put("gflops", rounded(row.gigaflops()));
    object.put("bytes", row.bytes());
    object.put("gb_per_s", rounded(row.gigabytes()));
    object.put("cost", row.cost());
    return object;
  }

  private static double rounded(double number) {
    return Math.rint(number * 10_000) / 10_000;
  }
}
