package bb.backend.cpu.plan;

import bb.memory.Buffer;
import bb.runtime.cpu.Grid;
import bb.runtime.cpu.Operand;
import bb.runtime.cpu.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves a plan, whatever made it: every call reads what was written before, writes where nothing
 * else is alive, and gives its kernel as many operands as that reads. It runs before any code is
 * written.
 */
final class PlanVerifier {
  private final CpuPlan plan;
  private final List<String> violations = new ArrayList<>();

  /** Of each buffer of the memory plan, what has been written. */
  private final Map<Integer, Written> written = new HashMap<>();

  /** The buffers that are alive at the present step, by offset. */
  private final Map<Long, Integer> alive = new HashMap<>();

  /** The buffers that begin and end at a step, from that before the first step on. */
  private final List<List<Integer>> begins = new ArrayList<>();

  private final List<List<Integer>> ends = new ArrayList<>();

  /** The buffers that the prepared steps have written, once all of them have run. */
  private final Set<Integer> kept = new HashSet<>();

  /** The step at which the outputs are read. */
  private int end;

  /** The step that is looked at. */
  private int time = -1;

  private PlanVerifier(CpuPlan plan) {
    this.plan = plan;
  }

  /** What is wrong with the plan; nothing if it is sound. */
  static List<String> violations(CpuPlan plan) {
    PlanVerifier verifier = new PlanVerifier(plan);
    verifier.walk();
    return verifier.violations;
  }

  private void walk() {
    int first = plan.prepared().size();
    int inputs = (int) plan.layers().stream().takeWhile(PlanVerifier::isInput).count();
    end = first + lastStep(inputs);
    for (int i = 0; i < end + 2; i++) {
      begins.add(new ArrayList<>());
      ends.add(new ArrayList<>());
    }
    List<Buffer> buffers = plan.memory().buffers();
    for (int i = 0; i < buffers.size(); i++) {
      begins.get(buffers.get(i).first() + 1).add(i);
      ends.get(buffers.get(i).last() + 1).add(i);
    }
    begin(begins.getFirst());
    for (int i = 0; i < first; i++) {
      check(plan.prepared().get(i), i);
    }
    kept.addAll(written.keySet());
    for (int i = 0; i < plan.layers().size(); i++) {
      check(plan.layers().get(i), Math.clamp((long) first + i - inputs, first - 1, end));
    }
  }

  /** Checks what a layer does at step {@code now}, which may be that of the layer before it. */
  private void check(Layer layer, int now) {
    if (now > time) {
      ends.get(time + 1).forEach(b -> alive.remove(plan.memory().offsets().get(b), b));
      begin(begins.get(now + 1));
      time = now;
    }
    layer.calls().forEach(call -> check(layer, call));
  }

  private static boolean isInput(Layer layer) {
    return layer.calls().size() == 1 && layer.calls().getFirst() instanceof Call.Input;
  }

  /** The outputs are read at the step after the last. */
  private int lastStep(int inputs) {
    long outputs =
        plan.layers().stream()
            .filter(layer -> layer.calls().stream().anyMatch(Call.Output.class::isInstance))
            .count();
    return plan.layers().size() - inputs - (int) outputs;
  }

  private void begin(List<Integer> buffers) {
    buffers.stream()
        .filter(b -> plan.memory().buffers().get(b).size() > 0)
        .forEach(b -> alive.put(plan.memory().offsets().get(b), b));
  }

  private void check(Layer layer, Call call) {
    for (View view : call.reads()) {
      buffer(layer, call, view)
          .filter(b -> !written.getOrDefault(b, Written.NOTHING).covers(view))
          .ifPresent(_ -> wrong(layer, call, "reads what nobody has written: " + view));
      buffer(layer, call, view)
          .filter(b -> kept.contains(b) && plan.memory().buffers().get(b).last() < end)
          .ifPresent(_ -> wrong(layer, call, "reads what the next inference will miss: " + view));
    }
    call.writes()
        .ifPresent(view -> {
          if (call.reads().stream().anyMatch(read -> overlap(read, view))) {
            wrong(layer, call, "writes what it reads: " + view);
          }
          buffer(layer, call, view)
              .ifPresent(b -> written.merge(b, Written.of(view), Written::and));
        });
    switch (call) {
      case Call.Windowed c -> windowed(layer, c);
      case Call.Pointwise c -> {
        kernel(layer, c, c.in().size(), c.vectors().size());
        c.vectors().forEach(at -> weight(layer, c, at, c.out().channels()));
      }
      case Call.Boxes c -> {
        kernel(layer, c, c.in().size(), 0);
        operands(layer, c, c.out());
        operands(layer, c, c.in().toArray(Operand[]::new));
      }
      case Call.Input c -> grid(layer, c, c.out(), c.to());
      case Call.Output c -> grid(layer, c, c.in(), c.from());
      case Call.Move c -> boxes(layer, c, c.in(), c.from(), c.out(), c.to());
      case Call.Softmax c -> boxes(layer, c, c.in(), c.from(), c.out(), c.to());
      case Call.Pick c -> {
        operands(layer, c, c.in(), c.numbers(), c.out());
        long slices = elements(c.in().grid()) / c.in().grid().dims()[c.axis()];
        if (slices * elements(c.numbers().grid()) != elements(c.out().grid())) {
          wrong(layer, c, "takes as many slices as there are no numbers");
        }
      }
      case Call.Reduce c -> {
        operands(layer, c, c.in(), c.out());
        grid(layer, c, c.in().view(), c.each());
        if (elements(c.in().grid()) != elements(c.out().grid())) {
          wrong(layer, c, "has not an element for each of the output");
        }
      }
      case Call.Gather c -> weight(layer, c, c.table(), c.rows() * c.out().channels());
      case Call.Constant c -> weight(layer, c, c.at(), c.out().pixels() * c.out().channels());
      case Call.Recurrent c -> {
        weight(layer, c, c.layer().bias(), c.in().channels());
        for (int at : c.layer().weights()) {
          weight(layer, c, at, 1);
        }
      }
      case Call.MaxPool _,
          Call.AveragePool _,
          Call.AdaptiveAverage _,
          Call.LocalResponse _,
          Call.Nearest _,
          Call.Bilinear _,
          Call.Copy _,
          Call.Fill _,
          Call.MatMul _,
          Call.Attention _,
          Call.Norm _,
          Call.Scan _,
          Call.Sinusoid _,
          Call.Range _ -> {}
    }
  }

  private void windowed(Layer layer, Call.Windowed call) {
    Operands o = call.operands();
    if (call instanceof Call.Generated generated) {
      int sums = generated instanceof Call.Winograd ? 1 : 0;
      kernel(layer, generated, sums + o.sides().size(), o.filter().vectors().length);
    }
    int groups = o.filter().groups();
    if (o.in().channels() % groups != 0 || o.out().channels() % groups != 0) {
      wrong(layer, call, groups + " groups do not divide the channels");
    }
    weight(layer, call, o.filter().at(), 1);
    for (int vector : o.filter().vectors()) {
      weight(layer, call, vector, o.out().channels());
    }
    for (View side : o.sides()) {
      if (side.pixels() != o.out().pixels() || side.channels() != o.out().channels()) {
        wrong(layer, call, "a side is not shaped like the output: " + side);
      }
    }
  }

  private void kernel(Layer layer, Call.Generated call, int inputs, int vectors) {
    if (call.kernel().inputs() > inputs || call.kernel().vectors() > vectors) {
      wrong(
          layer,
          call,
          "%s reads %d inputs and %d vectors, but gets %d and %d"
              .formatted(
                  call.kernel().name(),
                  call.kernel().inputs(),
                  call.kernel().vectors(),
                  inputs,
                  vectors));
    }
  }

  private void weight(Layer layer, Call call, int at, int floats) {
    if (at < 0 || at + (long) floats > plan.weights().segments().get(layer.segment()).size()) {
      wrong(layer, call, "reads beyond the weights, at " + at);
    }
  }

  private void operands(Layer layer, Call call, Operand... operands) {
    for (Operand operand : operands) {
      grid(layer, call, operand.view(), operand.grid());
    }
  }

  private void boxes(Layer layer, Call call, View in, Grid from, View out, Grid to) {
    grid(layer, call, in, from);
    grid(layer, call, out, to);
    if (elements(from) != elements(to)) {
      wrong(layer, call, "moves %d elements to %d".formatted(elements(from), elements(to)));
    }
  }

  private static long elements(Grid grid) {
    long elements = 1;
    for (int dim : grid.dims()) {
      elements *= dim;
    }
    return elements;
  }

  private void grid(Layer layer, Call call, View view, Grid grid) {
    long first = grid.at();
    long last = grid.at();
    for (int axis = 0; axis < grid.dims().length; axis++) {
      long length = (grid.dims()[axis] - 1L) * grid.strides()[axis];
      first += Math.min(0, length);
      last += Math.max(0, length);
    }
    if (first < 0 || view.first() + last >= (long) view.pixels() * view.stride()) {
      wrong(layer, call, "leaves its tensor: " + view);
    }
  }

  /** The living buffer that holds the view. */
  private Optional<Integer> buffer(Layer layer, Call call, View view) {
    Integer buffer = alive.get((long) view.buffer());
    if (buffer == null
        || view.first() + view.channels() > view.stride()
        || (long) view.pixels() * view.stride() > plan.memory().buffers().get(buffer).size()) {
      wrong(layer, call, "no living buffer holds " + view);
      return Optional.empty();
    }
    return Optional.of(buffer);
  }

  private static boolean overlap(View a, View b) {
    return a.buffer() == b.buffer()
        && a.first() < b.first() + b.channels()
        && b.first() < a.first() + a.channels();
  }

  private void wrong(Layer layer, Call call, String what) {
    int prepared = plan.prepared().indexOf(layer);
    String place =
        prepared < 0 ? "layer " + plan.layers().indexOf(layer) : "prepared layer " + prepared;
    violations.add("%s: %s %s".formatted(place, call, what));
  }

  /**
   * Which channels of a buffer's pixels have been written.
   *
   * @param stride floats from pixel to pixel, as they were written
   * @param ranges of channels, from and to, disjoint
   */
  private record Written(int stride, List<int[]> ranges) {
    static final Written NOTHING = new Written(0, List.of());

    static Written of(View view) {
      int from = view.first();
      return new Written(view.stride(), List.of(new int[] {from, from + view.channels()}));
    }

    Written and(Written more) {
      if (more.stride != stride) {
        return more;
      }
      List<int[]> joined = new ArrayList<>();
      int[] range = more.ranges.getFirst().clone();
      for (int[] other : ranges) {
        if (other[1] < range[0] || range[1] < other[0]) {
          joined.add(other);
        } else {
          range[0] = Math.min(range[0], other[0]);
          range[1] = Math.max(range[1], other[1]);
        }
      }
      joined.add(range);
      return new Written(stride, joined);
    }

    /** Channel by channel, or, where pixels are seen otherwise than written, all of them. */
    boolean covers(View view) {
      int from = view.stride() == stride ? view.first() : 0;
      int to = view.stride() == stride ? from + view.channels() : stride;
      return stride > 0 && ranges.stream().anyMatch(range -> range[0] <= from && to <= range[1]);
    }
  }
}
