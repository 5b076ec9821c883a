package bb.importing.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A tensor whose numbers are known. They are read where they lie, when they are asked for, so that
 * a weight that is transposed or reshaped is not copied.
 *
 * @param origin what the file calls it, if it is a tensor of the file, perhaps in another shape
 */
public record Const(Kind kind, List<Long> dims, Data data, Optional<String> origin) {
  /** The most numbers that are computed at once when constants are folded. */
  public static final long MOST_COMPUTED = 1L << 24;

  /** The most numbers that a tensor has which is not one of the file. */
  private static final long MOST_MADE = 1L << 28;

  /** What reads no number of a tensor, but its dimensions. */
  private static final Set<String> OF_SHAPES = Set.of("Shape", "Size");

  /** Numbers by their place, in row-major order. */
  @FunctionalInterface
  public interface Data {
    double at(long index);
  }

  public Const {
    dims = List.copyOf(dims);
  }

  /** No numbers: a tensor of a network that was described without them. */
  public record Absent(String name) implements Data {
    @Override
    public double at(long index) {
      throw new IllegalStateException(name + " has no numbers");
    }
  }

  /** Numbers of a tensor that the file holds, in these dimensions. */
  public record Stored(List<Long> dims, Data numbers, Training training) implements Data {
    @Override
    public double at(long index) {
      return numbers.at(index);
    }
  }

  /** Numbers of a node of which everything is known, and what it made them of. */
  public record Made(OnnxNode node, List<Optional<Const>> of, Data numbers) implements Data {
    @Override
    public double at(long index) {
      return numbers.at(index);
    }

    // one is like no other, whatever it was made of
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Numbers of another tensor with its axes in another order. */
  public record Turned(Const from, List<Integer> order, long[] strides, long[] steps)
      implements Data {
    @Override
    public double at(long index) {
      long rest = index;
      long place = 0;
      for (int axis = 0; axis < strides.length; axis++) {
        place += rest / strides[axis] * steps[axis];
        rest %= strides[axis];
      }
      return from.at(place);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Turned turned
          && from.equals(turned.from)
          && order.equals(turned.order);
    }

    @Override
    public int hashCode() {
      return Objects.hash(from, order);
    }
  }

  /** Numbers that are held in memory. */
  private record Computed(double[] numbers) implements Data {
    @Override
    public double at(long index) {
      return numbers[(int) index];
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * Numbers that are made of others.
   *
   * @throws ArithmeticException if they are too many
   */
  public static Const computed(Kind kind, List<Long> dims, Data data) {
    double[] numbers = new double[Math.toIntExact(few(elements(dims)))];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = data.at(i);
    }
    return new Const(kind, dims, new Computed(numbers), Optional.empty());
  }

  /** Numbers of another tensor in other places, which stay there if they are many. */
  public static Const moved(Kind kind, List<Long> dims, Data data) {
    return elements(dims) > MOST_COMPUTED
        ? new Const(kind, dims, data, Optional.empty())
        : computed(kind, dims, data);
  }

  private static long few(long elements) {
    if (elements > MOST_COMPUTED) {
      throw new ArithmeticException("too many numbers");
    }
    return elements;
  }

  /** Whether the numbers are there, in a file or in memory, and not made when they are read. */
  public boolean isThere() {
    return data instanceof Stored || isHeld();
  }

  /** Whether its numbers were computed, and are held in memory. */
  public boolean isHeld() {
    return data instanceof Computed
        || data instanceof Made(_, _, var numbers) && numbers instanceof Computed;
  }

  /** Whether it is numbers of the file, in any order. */
  private boolean isOfFile() {
    return data instanceof Stored || data instanceof Turned turned && turned.from.isOfFile();
  }

  /** Whether a file for it would be larger than the model has reason to ask for. */
  public boolean isBeyondBounds() {
    return elements() > MOST_MADE && !isOfFile() && origin.isEmpty();
  }

  public static Const ints(List<Long> numbers) {
    return new Const(
        Kind.INT, List.of((long) numbers.size()), i -> numbers.get((int) i), Optional.empty());
  }

  public static Const ints(long... numbers) {
    return ints(LongStream.of(numbers).boxed().toList());
  }

  public static Const scalar(Kind kind, double number) {
    return new Const(kind, List.of(), _ -> number, Optional.empty());
  }

  public long elements() {
    return elements(dims);
  }

  public static long elements(List<Long> dims) {
    return dims.stream().reduce(1L, Math::multiplyExact);
  }

  public int rank() {
    return dims.size();
  }

  public long dim(int axis) {
    return dims.get(axis < 0 ? axis + dims.size() : axis);
  }

  public double at(long index) {
    return data.at(index);
  }

  /** All numbers, of a short one. */
  public List<Long> longs() {
    return LongStream.range(0, few(elements())).mapToObj(i -> (long) data.at(i)).toList();
  }

  public List<Double> doubles() {
    return LongStream.range(0, elements()).mapToObj(data::at).toList();
  }

  /** The only number, if there is but one. */
  public Optional<Double> single() {
    return elements() == 1 ? Optional.of(data.at(0)) : Optional.empty();
  }

  /** The number that all elements are, of a tensor that is not large. */
  public Optional<Double> uniform() {
    long count = elements();
    if (count == 0 || count > MOST_COMPUTED) {
      return Optional.empty();
    }
    double first = data.at(0);
    for (long i = 1; i < count; i++) {
      if (Double.compare(data.at(i), first) != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(first);
  }

  /** Whether it is a matrix of ones on the diagonal, and zeros. */
  public boolean isUnit() {
    return rank() == 2
        && elements() <= MOST_COMPUTED
        && elements() > 1
        && LongStream.range(0, elements())
            .allMatch(i -> at(i) == (i / dims.get(1) == i % dims.get(1) ? 1 : 0));
  }

  /** Whether the last two axes are a triangle of what is not 0, the diagonal with it. */
  public boolean isTriangle() {
    if (rank() < 2 || elements() > MOST_COMPUTED) {
      return false;
    }
    long columns = dim(-1);
    long rows = dim(-2);
    return LongStream.range(0, elements())
        .allMatch(i -> at(i) != 0 == i % columns <= i / columns % rows);
  }

  /** Whether training made the numbers: it is a tensor of floats that the file has under a name. */
  public boolean learned() {
    return origin.isPresent() && kind == Kind.FLOAT;
  }

  /** What the file says of the tensor that this one is, or is made of. */
  public Training training() {
    return whole().data instanceof Stored stored ? stored.training : Training.UNTOLD;
  }

  /** What its numbers were made of; nothing if the file has them, or they were not kept. */
  public List<Const> parts() {
    return switch (data) {
      case Turned turned -> List.of(turned.from);
      case Made made when !OF_SHAPES.contains(made.node.operator()) ->
          made.of.stream().flatMap(Optional::stream).toList();
      default -> List.of();
    };
  }

  /** The tensor of the file that it was made of first; itself if it was made of none. */
  public Const whole() {
    return switch (data) {
      case Stored stored -> new Const(kind, stored.dims, data, origin);
      case Turned turned -> turned.from.whole();
      case Made made ->
          made.of.stream()
              .flatMap(Optional::stream)
              .map(Const::whole)
              .filter(Const::learned)
              .findFirst()
              .orElse(this);
      default -> this;
    };
  }

  /** The same, which says what it was made of, unless it is that in another order or shape. */
  public Const remembering(OnnxNode node, List<Optional<Const>> of) {
    boolean same = of.stream().flatMap(Optional::stream).anyMatch(in -> in.data == data);
    boolean told = data instanceof Stored || data instanceof Turned || data instanceof Made;
    return same || told ? this : new Const(kind, dims, new Made(node, of, data), origin);
  }

  /** Where its elements, which follow each other there, begin in another tensor. */
  public Optional<Long> placeIn(Const whole) {
    if (data == whole.data) {
      return Optional.of(0L);
    }
    long count = elements();
    return LongStream.iterate(0, at -> at + count <= whole.elements(), at -> at + count)
        .filter(at -> LongStream.range(0, count).allMatch(i -> at(i) == whole.at(at + i)))
        .boxed()
        .findFirst();
  }

  public Const reshaped(List<Long> newDims) {
    return new Const(kind, newDims, data, origin);
  }

  /** What lies between two indices of an axis. */
  Const part(int axis, long from, long count) {
    long inner = strides(dims)[axis];
    long size = dim(axis);
    List<Long> newDims = new ArrayList<>(dims);
    newDims.set(axis, count);
    return new Const(
        kind,
        newDims,
        i -> data.at((i / (inner * count) * size + from) * inner + i % (inner * count)),
        Optional.empty());
  }

  /** The same numbers in the place of others that were read as another kind. */
  public Const as(Kind other) {
    Data converted =
        switch (other) {
          case FLOAT -> data;
          case INT -> i -> (double) (long) data.at(i);
          case BOOL -> i -> data.at(i) != 0 ? 1 : 0;
        };
    return kind == other ? this : new Const(other, dims, converted, Optional.empty());
  }

  /** The same with its axes in another order; what is turned back is what it was. */
  public Const transposed(List<Integer> order) {
    if (data instanceof Turned before
        && dims.equals(before.order.stream().map(before.from.dims::get).toList())) {
      List<Integer> both = order.stream().map(before.order::get).toList();
      boolean still = IntStream.range(0, both.size()).allMatch(axis -> both.get(axis) == axis);
      return still ? before.from : before.from.transposed(both);
    }
    long[] strides = strides(dims);
    List<Long> newDims = order.stream().map(dims::get).toList();
    long[] steps = order.stream().mapToLong(axis -> strides[axis]).toArray();
    return new Const(kind, newDims, new Turned(this, order, strides(newDims), steps), origin);
  }

  /** The matrix's transpose. */
  public Const transposed() {
    return transposed(List.of(1, 0));
  }

  /** How far apart neighbours along each axis lie. */
  public static long[] strides(List<Long> dims) {
    long[] strides = new long[dims.size()];
    long stride = 1;
    for (int axis = dims.size() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, dims.get(axis));
    }
    return strides;
  }

  /** The dimensions of what is made of two tensors of these; nothing if they do not fit. */
  public static Optional<List<Long>> broadcast(List<Long> x, List<Long> y) {
    int rank = Math.max(x.size(), y.size());
    List<Long> out = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long a = i < rank - x.size() ? 1 : x.get(i - rank + x.size());
      long b = i < rank - y.size() ? 1 : y.get(i - rank + y.size());
      if (a != b && a != 1 && b != 1) {
        return Optional.empty();
      }
      out.add(a == 1 ? b : a);
    }
    return Optional.of(out);
  }

  /** Where an element of a broadcast result lies in a tensor of these dimensions. */
  public static Data broadcast(Const x, List<Long> out) {
    if (x.dims.equals(out)) {
      return x.data;
    }
    List<Long> padded = new ArrayList<>(x.dims);
    while (padded.size() < out.size()) {
      padded.addFirst(1L);
    }
    long[] outStrides = strides(out);
    long[] strides = strides(padded);
    for (int axis = 0; axis < strides.length; axis++) {
      if (padded.get(axis) == 1) {
        strides[axis] = 0;
      }
    }
    return index -> {
      long rest = index;
      long place = 0;
      for (int axis = 0; axis < outStrides.length; axis++) {
        place += rest / outStrides[axis] * strides[axis];
        rest %= outStrides[axis];
      }
      return x.data.at(place);
    };
  }
}
