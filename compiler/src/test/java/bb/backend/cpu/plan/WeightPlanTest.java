package bb.backend.cpu.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.cpu.plan.PackedWeight.Zeros;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WeightPlanTest {
  private static final PackedWeight A = new Zeros(32);
  private static final PackedWeight B = new Zeros(64);
  private static final PackedWeight C = new Zeros(96);
  private static final PackedWeight D = new Zeros(320);

  @Test
  void oneSegmentHoldsWhatFits() {
    WeightPlan plan = WeightPlan.of(List.of(List.of(A, B), List.of(), List.of(A, C)), 192);
    assertEquals(List.of(Map.of(A, 0L, B, 32L, C, 96L)), offsets(plan));
    assertEquals(List.of(0, 0, 0), plan.steps());
    assertEquals(192, plan.size());
  }

  /** All weights of a step lie together, if need be for a second time. */
  @Test
  void whatSegmentsShareLiesInEach() {
    WeightPlan plan = WeightPlan.of(List.of(List.of(A, B), List.of(C, A), List.of(B, A)), 128);
    assertEquals(List.of(Map.of(A, 0L, B, 32L), Map.of(C, 0L, A, 96L)), offsets(plan));
    assertEquals(List.of(0, 1, 0), plan.steps());
    assertEquals(224, plan.size());
    assertEquals(List.of(A, B, C), plan.weights());
  }

  @Test
  void aStepThatNeedsMoreHasASegmentOfItsOwn() {
    WeightPlan plan = WeightPlan.of(List.of(List.of(A), List.of(D, D), List.of(B)), 128);
    assertEquals(List.of(0, 1, 2), plan.steps());
    assertEquals(List.of(32L, 320L, 64L), plan.segments().stream().map(s -> s.size()).toList());
  }

  private static List<Map<PackedWeight, Long>> offsets(WeightPlan plan) {
    return plan.segments().stream().map(WeightPlan.Segment::offsets).toList();
  }
}
