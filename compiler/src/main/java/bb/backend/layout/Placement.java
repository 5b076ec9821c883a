package bb.backend.layout;

import bb.kernel.Kernel.Concat;
import bb.kernel.Kernel.Reshape;
import bb.kernel.Kernel.Slice;
import bb.memory.Buffer;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the buffer of every value. Concatenation along channels costs nothing where its operands
 * can be written into their slices of its buffer: concatenations are visited from the last to the
 * first, so that one inside another lies in the same buffer. Slices of channels, reshapes that keep
 * the order in memory, and the steps between an image and its pixels as tokens ({@link Turned}) are
 * views of what they are made from. What these rules leave is copied by the step.
 */
public final class Placement {
  private final Program program;
  private final Set<Value> turned;
  private final Set<Value> rowMajor;
  private final Map<Value, Step> producers = new HashMap<>();
  private final Map<Value, Place> places = new HashMap<>();
  private final List<Long> sizes = new ArrayList<>();

  private Placement(Program program) {
    this.program = program;
    this.turned = Turned.values(program);
    this.rowMajor = Orders.rowMajor(program, turned);
    program.steps().forEach(step -> producers.put(step.output(), step));
  }

  /** Places all values of {@code program}. */
  public static Placement of(Program program) {
    Placement placement = new Placement(program);
    for (Step step : program.steps().reversed()) {
      if (step.kernel() instanceof Concat concat
          && placement.joinsChannels(concat, step.output())) {
        placement.join(step);
      }
    }
    program.inputs().forEach(input -> placement.placeAnew(input.value()));
    program.steps().forEach(placement::placeOutput);
    return placement;
  }

  public Place of(Value value) {
    return places.get(value);
  }

  /** Whether {@code step} needs no code, as all that it says is where its output lies. */
  public boolean isFree(Step step) {
    Place to = of(step.output());
    if (step.kernel() instanceof Concat concat) {
      return joinsChannels(concat, step.output()) && offsets(step, to).equals(inputPlaces(step));
    }
    return to.equals(view(step));
  }

  /**
   * The buffers with their sizes and lifetimes. What the prepared steps make is not made again, so
   * that what others read of it stays to the end.
   */
  public List<Buffer> buffers() {
    int prepared = program.prepared();
    int end = program.steps().size();
    int[] first = new int[sizes.size()];
    int[] last = new int[sizes.size()];
    java.util.Arrays.fill(first, Integer.MAX_VALUE);
    java.util.Arrays.fill(last, -1);
    Set<Value> made = new HashSet<>();
    program.inputs().forEach(input -> touch(first, last, input.value(), prepared - 1));
    for (int i = 0; i < program.steps().size(); i++) {
      Step step = program.steps().get(i);
      touch(first, last, step.output(), i);
      for (Value input : step.inputs()) {
        touch(first, last, input, i >= prepared && made.contains(input) ? end : i);
      }
      if (i < prepared) {
        made.add(step.output());
      }
    }
    for (Program.Output output : program.outputs()) {
      touch(first, last, output.value(), end);
    }
    List<Buffer> buffers = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      buffers.add(new Buffer(sizes.get(i), first[i], last[i]));
    }
    return buffers;
  }

  /** Views that leave their buffer, which would be a mistake of ours. */
  public List<String> violations() {
    return places.entrySet().stream()
        .filter(entry -> !isInside(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(entry -> entry.getKey().id()))
        .map(entry -> "value " + entry.getKey().id() + " leaves its buffer")
        .toList();
  }

  private boolean isInside(Value value, Place place) {
    Extent extent = place.layout().extent(value.type().shape());
    long end = place.first() + (extent.pixels() - 1) * place.stride() + extent.channels();
    boolean fitsPixel = place.first() + extent.channels() <= place.stride();
    return place.first() >= 0
        && fitsPixel
        && end <= sizes.get(place.buffer())
        && extent.pixels() * place.stride() == sizes.get(place.buffer());
  }

  private void touch(int[] first, int[] last, Value value, int step) {
    int buffer = places.get(value).buffer();
    first[buffer] = Math.min(first[buffer], step);
    last[buffer] = Math.max(last[buffer], step);
  }

  private Place placeAnew(Value value) {
    Layout layout = layout(value);
    Extent extent = layout.extent(value.type().shape());
    Place place = new Place(sizes.size(), layout, 0, extent.channels());
    sizes.add(extent.elements());
    places.put(value, place);
    return place;
  }

  private void placeOutput(Step step) {
    if (!places.containsKey(step.output())) {
      Place view = view(step);
      if (view == null) {
        placeAnew(step.output());
      } else {
        places.put(step.output(), view);
      }
    }
  }

  private void join(Step step) {
    Place to = places.get(step.output());
    if (to == null && isJoinedAlready(step)) {
      places.put(step.output(), places.get(step.inputs().getFirst()));
      return;
    }
    if (to == null) {
      to = placeAnew(step.output());
    }
    List<Place> offsets = offsets(step, to);
    Set<Value> seen = new HashSet<>();
    for (int i = 0; i < offsets.size(); i++) {
      Value input = step.inputs().get(i);
      if (seen.add(input) && isPlaceable(input)) {
        places.put(input, offsets.get(i));
      }
    }
  }

  /** Whether a later concatenation has laid the operands side by side: a prefix of it is free. */
  private boolean isJoinedAlready(Step step) {
    Place first = places.get(step.inputs().getFirst());
    return first != null && offsets(step, first).equals(inputPlaces(step));
  }

  private boolean isPlaceable(Value value) {
    Step producer = producers.get(value);
    return producer != null
        && !places.containsKey(value)
        && !(producer.kernel() instanceof Reshape)
        && !isView(producer)
        && !turns(producer)
        && !Orders.isView(producer, rowMajor);
  }

  /** Whether the step takes channels that follow each other. */
  private boolean isView(Step step) {
    return step.kernel() instanceof Slice(int axis, _, long by)
        && by == 1
        && axis == channelAxis(step.output());
  }

  /** Whether the step reads or makes a matrix that lies as an image. */
  private boolean turns(Step step) {
    return turned.contains(step.output()) || step.inputs().stream().anyMatch(turned::contains);
  }

  private List<Place> inputPlaces(Step step) {
    List<Place> list = new ArrayList<>();
    step.inputs().forEach(input -> list.add(places.get(input)));
    return list;
  }

  /** Where the operands of a concatenation belong if its output begins at {@code to}. */
  private List<Place> offsets(Step step, Place to) {
    List<Place> offsets = new ArrayList<>();
    long channels = 0;
    for (Value input : step.inputs()) {
      offsets.add(to.shifted(channels));
      channels += layout(input).extent(input.type().shape()).channels();
    }
    return offsets;
  }

  private boolean joinsChannels(Concat concat, Value output) {
    return concat.axis() == channelAxis(output);
  }

  /** The axis whose elements lie together, or -1 if there is none. */
  public int channelAxis(Value value) {
    return layout(value).channelAxis(value.type().shape());
  }

  /** That in which a value lies if it is not a view of something that lies otherwise. */
  private Layout layout(Value value) {
    return rowMajor.contains(value) ? Layout.ROW_MAJOR : Layout.of(value.type().shape());
  }

  /** Where the output lies if it is a view of the input, else null. */
  private Place view(Step step) {
    Value output = step.output();
    if (step.kernel() instanceof Slice slice && isView(step)) {
      return of(step.inputs().getFirst()).shifted(slice.start());
    }
    if (turns(step)) {
      return of(step.inputs().getFirst())
          .as(turned.contains(output) ? Layout.TRANSPOSED : Layout.CHANNELS_LAST);
    }
    if (Orders.isView(step, rowMajor)) {
      return of(step.inputs().getFirst()).as(layout(output));
    }
    return step.kernel() instanceof Reshape ? reshaped(step.inputs().getFirst(), output) : null;
  }

  private Place reshaped(Value from, Value to) {
    Shape in = from.type().shape();
    Shape out = to.type().shape();
    Place place = of(from);
    Layout seen = layout(to);
    Extent before = place.layout().extent(in);
    Extent after = seen.extent(out);
    boolean ordered = place.layout().isRowMajor(in) && seen.isRowMajor(out);
    boolean images = place.layout() == Layout.CHANNELS_LAST && seen == Layout.CHANNELS_LAST;
    boolean sameOrder = ordered || images && in.rank() == 3 && out.rank() == 3;
    if (sameOrder && before.channels() == after.channels() && before.pixels() == after.pixels()) {
      return place.as(seen);
    }
    boolean whole = place.first() == 0 && place.stride() == before.channels();
    if (whole && ordered) {
      return new Place(place.buffer(), seen, 0, after.channels());
    }
    return null;
  }
}
