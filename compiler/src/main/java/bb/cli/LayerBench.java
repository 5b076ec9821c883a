package bb.cli;

import bb.backend.cpu.plan.ChosenForm;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.Layer;
import bb.backend.cpu.plan.PlanPrinter;
import bb.backend.cpu.plan.Traffic;
import bb.backend.cpu.plan.Width;
import bb.runtime.cpu.LayerTimes;
import bb.runtime.cpu.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each layer of a network takes.
 *
 * @param rows in the order in which they run; layers that take nothing are left out
 */
record LayerBench(String network, List<Row> rows) {
  LayerBench {
    rows = List.copyOf(rows);
  }

  /**
   * A layer, or what became of several.
   *
   * @param place its layers and where they stand in the source
   * @param form how it is computed
   * @param tile the sums that a convolution's kernel keeps in registers; empty for others
   * @param shape what goes in and comes out, as height x width x channels of an example
   * @param millis the median of all runs
   * @param macs multiply-adds for the whole batch
   * @param bytes that have to be moved at the least
   * @param cost what a convolution was expected to take, in multiply-adds at the processor's full
   *     rate, for the whole batch; 0 for others
   */
  record Row(
      String place,
      String form,
      String tile,
      String shape,
      double millis,
      long macs,
      long bytes,
      long cost) {

    /** A multiply-add is two operations. */
    double gigaflops() {
      return perSecond(2.0 * macs);
    }

    double gigabytes() {
      return perSecond(bytes);
    }

    private double perSecond(double count) {
      return millis > 0 ? count / millis / 1e6 : 0;
    }
  }

  static LayerBench measure(
      Session session, Engine.Loaded loaded, int batch, int threads, int runs) {
    Warm warm = Warm.up(session, loaded, batch, threads);
    long[][] nanos = new long[runs][];
    for (int i = 0; i < runs; i++) {
      session.step(i, runs);
      LayerTimes times = new LayerTimes();
      times.during(warm::run);
      nanos[i] = times.nanos();
    }
    int bits = warm.model().engine().vectorBits();
    return of(loaded.card().network(), loaded.plan(), nanos, batch, width(bits));
  }

  /**
   * @param nanos of each call of the plan, for each run
   * @param width of the machine's vectors, if it has some
   */
  static LayerBench of(
      String network, CpuPlan plan, long[][] nanos, int batch, Optional<Width> width) {
    Traffic traffic = new Traffic(plan);
    List<Row> rows = new ArrayList<>();
    int first = 0;
    for (Layer layer : plan.layers()) {
      int end = first + layer.calls().size();
      if (end > first) {
        rows.add(row(layer, traffic, median(nanos, first, end), batch, width));
      }
      first = end;
    }
    if (nanos[0].length != first) {
      throw new IllegalStateException(nanos[0].length + " times of " + first + " calls");
    }
    return new LayerBench(network, rows);
  }

  private static Row row(
      Layer layer, Traffic traffic, double millis, int batch, Optional<Width> width) {
    Optional<ChosenForm> form = layer.form();
    return new Row(
        layer.place().comment().toString(),
        form.map(ChosenForm::name)
            .orElseGet(() ->
                layer.calls().stream()
                    .map(PlanPrinter::name)
                    .distinct()
                    .collect(Collectors.joining("+"))),
        form.flatMap(f -> width.map(w -> f.tile(w).toString())).orElse(""),
        shape(layer),
        millis,
        layer.macs() * batch,
        traffic.bytes(layer, batch),
        form.flatMap(f -> width.map(w -> f.cost(w) * batch)).orElse(0L));
  }

  private static String shape(Layer layer) {
    String in =
        layer.calls().getFirst().reads().stream()
            .limit(1)
            .map(LayerBench::size)
            .collect(Collectors.joining());
    String out = layer.calls().getLast().writes().map(LayerBench::size).orElse("");
    return (in + " -> " + out).strip();
  }

  private static String size(View view) {
    return "%dx%dx%d".formatted(view.height(), view.width(), view.channels());
  }

  /** Milliseconds of some calls together. */
  private static double median(long[][] nanos, int first, int end) {
    double[] sums =
        Arrays.stream(nanos)
            .mapToDouble(run -> IntStream.range(first, end).mapToLong(call -> run[call]).sum())
            .sorted()
            .toArray();
    return Bench.median(sums) / 1e6;
  }

  private static Optional<Width> width(int bits) {
    return Arrays.stream(Width.values()).filter(w -> w.lanes() * Float.SIZE == bits).findFirst();
  }

  /** Milliseconds of all layers. */
  double millis() {
    return rows.stream().mapToDouble(Row::millis).sum();
  }
}
