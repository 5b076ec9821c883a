package bb.backend.cpu.plan;

import bb.runtime.cpu.View;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much memory the calls of a plan touch if each reads its operands once and writes its output
 * once: the least that there is to move.
 */
public final class Traffic {
  private final List<Map<Long, Long>> weights;

  /** Of a plan's calls. */
  public Traffic(CpuPlan plan) {
    this.weights =
        plan.weights().segments().stream()
            .map(segment ->
                segment.offsets().entrySet().stream()
                    .collect(
                        Collectors.toMap(Map.Entry::getValue, entry -> entry.getKey().floats())))
            .toList();
  }

  /** Bytes of a layer's calls for so many examples. */
  public long bytes(Layer layer, int batch) {
    Map<Long, Long> filters = weights.get(layer.segment());
    return layer.calls().stream()
        .mapToLong(call -> bytes(call, filters, batch * layer.planes()))
        .sum();
  }

  private static long bytes(Call call, Map<Long, Long> filters, long batch) {
    long activations =
        call.reads().stream().mapToLong(Traffic::floats).sum()
            + call.writes().map(Traffic::floats).orElse(0L);
    return (activations * batch + filter(call, filters)) * Float.BYTES;
  }

  /** Vectors over channels are as good as nothing. */
  private static long filter(Call call, Map<Long, Long> filters) {
    return call instanceof Call.Windowed c ? filters.get((long) c.operands().filter().at()) : 0;
  }

  private static long floats(View view) {
    return (long) view.height() * view.width() * view.channels();
  }
}
