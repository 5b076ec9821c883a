package bb.backend.layout;

import bb.graph.PeakMemory.Kept;
import bb.memory.Buffer;
import bb.memory.MemoryPlan;
import bb.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How much of a program's activations is needed at the same time, which no plan goes below. */
public final class LivePeak {
  private LivePeak() {}

  /** What is kept at the worst moment. */
  public static List<Kept> of(Program program) {
    Placement placement = Placement.of(program);
    List<Buffer> buffers = placement.buffers();
    int worst =
        MemoryPlan.live(buffers).entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(0);
    int[] makers = new int[buffers.size()];
    Arrays.fill(makers, Kept.INPUT);
    for (int i = program.steps().size() - 1; i >= 0; i--) {
      makers[placement.of(program.steps().get(i).output()).buffer()] = i;
    }
    program.inputs().forEach(input -> makers[placement.of(input.value()).buffer()] = Kept.INPUT);
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < buffers.size(); i++) {
      Buffer buffer = buffers.get(i);
      if (buffer.first() <= worst && worst <= buffer.last()) {
        kept.add(new Kept(makers[i], Math.multiplyExact(buffer.size(), Float.BYTES)));
      }
    }
    return kept;
  }
}
