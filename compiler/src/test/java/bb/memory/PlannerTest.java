package bb.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final int ALIGNMENT = 16;

  @Property(tries = 300)
  void live_buffers_never_overlap(@ForAll("buffers") List<Buffer> buffers) {
    MemoryPlan plan = Planner.plan(buffers, ALIGNMENT);
    assertEquals(List.of(), PlanChecker.violations(plan, ALIGNMENT));
    assertTrue(plan.size() >= mostLive(buffers));
    assertTrue(plan.size() <= buffers.stream().mapToLong(b -> b.size() + ALIGNMENT).sum());
  }

  @Test
  void a_chain_needs_its_two_largest_neighbours() {
    MemoryPlan plan =
        Planner.plan(
            List.of(new Buffer(64, 0, 1), new Buffer(32, 1, 2), new Buffer(64, 2, 3)), ALIGNMENT);
    assertEquals(96, plan.size());
  }

  @Test
  void the_checker_sees_an_overlap() {
    List<Buffer> buffers = List.of(new Buffer(32, 0, 1), new Buffer(32, 1, 2));
    MemoryPlan plan = new MemoryPlan(buffers, List.of(0L, 16L), 64);
    assertFalse(PlanChecker.violations(plan, ALIGNMENT).isEmpty());
  }

  @Property(tries = 300)
  void live_buffers_never_share_a_slot(@ForAll("buffers") List<Buffer> buffers) {
    SlotPlan plan = Planner.share(buffers);
    assertEquals(List.of(), PlanChecker.violations(plan));
    assertTrue(plan.size() >= mostLive(buffers));
    assertTrue(plan.size() <= buffers.stream().mapToLong(Buffer::size).sum());
  }

  @Test
  void a_chain_goes_to_and_fro_between_two_slots() {
    SlotPlan plan =
        Planner.share(List.of(new Buffer(64, 0, 1), new Buffer(32, 1, 2), new Buffer(48, 2, 3)));
    assertEquals(List.of(64L, 32L), plan.sizes());
    assertEquals(List.of(0, 1, 0), plan.slots());
  }

  @Test
  void the_checker_sees_what_shares_a_slot_or_outgrows_it() {
    List<Buffer> buffers = List.of(new Buffer(32, 0, 1), new Buffer(32, 1, 2));
    SlotPlan shared = new SlotPlan(buffers, List.of(0, 0), List.of(32L));
    assertEquals(
        List.of("buffers 0 and 1 share slot 0 while both live"), PlanChecker.violations(shared));
    SlotPlan small = new SlotPlan(buffers, List.of(0, 1), List.of(32L, 16L));
    assertEquals(List.of("buffer 1 is larger than slot 1"), PlanChecker.violations(small));
  }

  @Provide
  Arbitrary<List<Buffer>> buffers() {
    Arbitrary<Integer> first = Arbitraries.integers().between(-1, 40);
    Arbitrary<Integer> length = Arbitraries.integers().between(0, 12);
    return Combinators.combine(Arbitraries.longs().between(0, 500), first, length)
        .as((size, start, steps) -> new Buffer(size, start, start + steps))
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void what_lives_at_a_time_is_the_bound(@ForAll("buffers") List<Buffer> buffers) {
    assertEquals(mostLive(buffers), Planner.plan(buffers, ALIGNMENT).bound());
  }

  private static long mostLive(List<Buffer> buffers) {
    long most = 0;
    for (int step = -1; step < 60; step++) {
      int now = step;
      most =
          Math.max(
              most,
              buffers.stream()
                  .filter(b -> b.first() <= now && now <= b.last())
                  .mapToLong(Buffer::size)
                  .sum());
    }
    return most;
  }
}
