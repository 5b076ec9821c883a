package bb.backend.cpu.plan;

import bb.runtime.cpu.View;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much memory the calls of a plan touch if each reads its operands once and writes its output
 * once: the least that there is to move.
 */
public final class Traffic {
  private final Map<Long, Long> weights;

  /** Of a plan's calls. */
  public Traffic(CpuPlan plan) {
    this.weights =
        plan.weights().offsets().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, entry -> entry.getKey().floats()));
  }

  /** Bytes of a call for so many examples. */
  public long bytes(Call call, int batch) {
    long activations =
        call.reads().stream().mapToLong(Traffic::floats).sum()
            + call.writes().map(Traffic::floats).orElse(0L);
    return (activations * batch + filter(call)) * Float.BYTES;
  }

  /** Vectors over channels are as good as nothing. */
  private long filter(Call call) {
    return call instanceof Call.Windowed c ? weights.get((long) c.operands().filter().at()) : 0;
  }

  private static long floats(View view) {
    return (long) view.height() * view.width() * view.channels();
  }
}
