package bb.backend.tornado.plan;

import bb.backend.layout.Place;
import bb.backend.layout.Placement;
import bb.kernel.Kernel;
import bb.memory.Buffer;
import bb.memory.PlanChecker;
import bb.memory.Planner;
import bb.memory.SlotPlan;
import bb.program.Program;
import bb.types.DType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The device arrays that the buffers of activations share. Buffers of whole numbers have arrays of
 * their own, which stay of 32-bit floats at any precision; so have positions and times. What
 * depends on no input has arrays of its own, too, which the host fills once.
 */
public final class Slots {
  private final int[] slots;
  private final boolean[] exact;
  private final List<Long> sizes = new ArrayList<>();
  private final Set<Integer> readySlots = new HashSet<>();
  private final int exactSlots;

  private Slots(List<Buffer> buffers, Set<Integer> exactBuffers, Set<Integer> readyBuffers) {
    slots = new int[buffers.size()];
    exact = new boolean[buffers.size()];
    exactBuffers.forEach(buffer -> exact[buffer] = true);
    share(buffers, i -> exact[i] && !readyBuffers.contains(i));
    shareReady(buffers, i -> exact[i] && readyBuffers.contains(i));
    exactSlots = sizes.size();
    share(buffers, i -> !exact[i] && !readyBuffers.contains(i));
    shareReady(buffers, i -> !exact[i] && readyBuffers.contains(i));
  }

  /** Shares the arrays of a placement's buffers out. */
  static Slots of(Program program, Placement placement) {
    Set<Integer> exact = new HashSet<>();
    Set<Value> positions = positions(program);
    Stream.concat(
            program.inputs().stream().map(Program.Input::value),
            program.steps().stream().map(Program.Step::output))
        .filter(value -> value.type().dtype() != DType.FLOAT32 || positions.contains(value))
        .map((Value value) -> placement.of(value).buffer())
        .forEach(exact::add);
    return new Slots(placement.buffers(), exact, ready(program, placement));
  }

  /** The buffers of which no part depends on an input, nor on what lies beside such a part. */
  private static Set<Integer> ready(Program program, Placement placement) {
    List<Program.Step> prepared = program.steps().subList(0, program.prepared());
    Set<Integer> ready = new HashSet<>();
    prepared.forEach(step -> ready.add(placement.of(step.output()).buffer()));
    program.inputs().forEach(input -> ready.remove(placement.of(input.value()).buffer()));
    program.steps().stream()
        .skip(prepared.size())
        .forEach(step -> ready.remove(placement.of(step.output()).buffer()));
    boolean changes = true;
    while (changes) {
      changes = false;
      for (Program.Step step : prepared) {
        if (!step.inputs().stream().allMatch(in -> ready.contains(placement.of(in).buffer()))) {
          changes |= ready.remove(placement.of(step.output()).buffer());
        }
      }
    }
    return ready;
  }

  /** Inputs and ranges of which only sinusoids are made: positions and times. */
  private static Set<Value> positions(Program program) {
    Set<Value> positions = new HashSet<>();
    program.inputs().forEach(input -> positions.add(input.value()));
    for (Program.Step step : program.steps()) {
      if (step.kernel() instanceof Kernel.Range) {
        positions.add(step.output());
      }
      if (!(step.kernel() instanceof Kernel.Sinusoid)) {
        step.inputs().forEach(positions::remove);
      }
    }
    return positions;
  }

  private void shareReady(List<Buffer> buffers, IntPredicate wanted) {
    int first = sizes.size();
    share(buffers, wanted);
    for (int slot = first; slot < sizes.size(); slot++) {
      readySlots.add(slot);
    }
  }

  private void share(List<Buffer> buffers, IntPredicate wanted) {
    List<Integer> numbers = IntStream.range(0, slots.length).filter(wanted).boxed().toList();
    SlotPlan plan = Planner.share(numbers.stream().map(buffers::get).toList());
    List<String> violations = PlanChecker.violations(plan);
    if (!violations.isEmpty()) {
      throw new IllegalStateException("memory plan: " + violations);
    }
    for (int i = 0; i < numbers.size(); i++) {
      slots[numbers.get(i)] = sizes.size() + plan.slots().get(i);
    }
    sizes.addAll(plan.sizes());
  }

  Task.Slot of(Place place) {
    return new Task.Slot(slots[place.buffer()]);
  }

  /** Whether a place is of 32-bit floats at any precision. */
  boolean isExact(Place place) {
    return exact[place.buffer()];
  }

  /** Whether an array is of 32-bit floats at any precision. */
  public boolean isExact(int slot) {
    return slot < exactSlots;
  }

  /** Whether the host fills an array, before anything runs. */
  public boolean isReady(int slot) {
    return readySlots.contains(slot);
  }

  /** Elements of each array for one example. */
  public List<Long> sizes() {
    return List.copyOf(sizes);
  }
}
