package bb.backend.cpu.plan;

import bb.kernel.WeightExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where packed weights lie, in the order in which the program first uses them: in as many segments
 * as it takes, each of which is an array. All weights of a step lie in the same one, so that a
 * kernel reads one array; a weight that steps with different segments share lies in each of them.
 *
 * @param segments at least one
 * @param steps the segment of each step
 */
public record WeightPlan(List<Segment> segments, List<Integer> steps) {

  /**
   * An offset for each weight that lies in it.
   *
   * @param size of all of them, in floats
   */
  public record Segment(Map<PackedWeight, Long> offsets, long size) {
    long offset(PackedWeight weight) {
      return offsets.get(weight);
    }
  }

  public WeightPlan {
    segments = List.copyOf(segments);
    steps = List.copyOf(steps);
  }

  /**
   * Fills segment after segment.
   *
   * @param steps the weights of each step
   * @param most floats of a segment, unless a step alone needs more
   */
  static WeightPlan of(List<List<PackedWeight>> steps, long most) {
    List<Filling> segments = new ArrayList<>(List.of(new Filling()));
    List<Integer> chosen = new ArrayList<>();
    for (List<PackedWeight> weights : steps) {
      int segment = holding(segments, weights);
      if (segment < 0) {
        if (!segments.getLast().takes(weights, most)) {
          segments.add(new Filling());
        }
        segment = segments.size() - 1;
        segments.get(segment).add(weights);
      }
      chosen.add(segment);
    }
    return new WeightPlan(segments.stream().map(Filling::segment).toList(), chosen);
  }

  private static int holding(List<Filling> segments, List<PackedWeight> weights) {
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).offsets.keySet().containsAll(weights)) {
        return i;
      }
    }
    return -1;
  }

  /** A segment to which weights are added. */
  private static final class Filling {
    private final Map<PackedWeight, Long> offsets = new LinkedHashMap<>();
    private long size;

    boolean takes(List<PackedWeight> weights, long most) {
      long larger = size;
      for (PackedWeight weight : Set.copyOf(weights)) {
        larger = Math.addExact(larger, offsets.containsKey(weight) ? 0 : weight.floats());
      }
      return offsets.isEmpty() || larger <= most;
    }

    void add(List<PackedWeight> weights) {
      for (PackedWeight weight : weights) {
        if (offsets.putIfAbsent(weight, size) == null) {
          size = Math.addExact(size, weight.floats());
        }
      }
    }

    Segment segment() {
      return new Segment(Collections.unmodifiableMap(offsets), size);
    }
  }

  /** Of all segments, in floats. */
  public long size() {
    return segments.stream().mapToLong(Segment::size).reduce(0, Math::addExact);
  }

  /** Each packed weight once. */
  public List<PackedWeight> weights() {
    return segments.stream()
        .map(segment -> segment.offsets().keySet())
        .flatMap(Collection::stream)
        .distinct()
        .toList();
  }

  /** What the weights are made from. */
  public List<WeightExpr> expressions() {
    return weights().stream().flatMap(weight -> weight.expression().stream()).toList();
  }

  Segment ofStep(int step) {
    return segments.get(steps.get(step));
  }
}
