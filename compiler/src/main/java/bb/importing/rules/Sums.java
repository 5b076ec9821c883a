package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of which each element is a sum of at most two products, each of an element of another
 * tensor and a number: what comes of moves, of products with known numbers, and of sums of these.
 *
 * @param places two for each element, where the other tensor's elements lie; {@link #NONE} if there
 *     are fewer, and something else below 0 if there are more
 * @param factors as many
 */
record Sums(int[] places, float[] factors) {
  static final int NONE = -1;

  private static final int MANY = -2;

  /** The most elements of a tensor that is looked at. */
  static final long MOST = 1L << 22;

  /** How many layers are between a tensor and the other, each counted as often as it is read. */
  static final int MOST_LAYERS = 64;

  private static Sums empty(int count) {
    int[] places = new int[2 * count];
    Arrays.fill(places, NONE);
    return new Sums(places, new float[2 * count]);
  }

  int count() {
    return places.length / 2;
  }

  /** The tensor as sums of elements of another; nothing if something else becomes of those. */
  static Optional<Sums> of(Match match, Ref tensor, Ref source) {
    Reader reader = new Reader(match, source);
    return Const.elements(match.dims(tensor)) <= MOST && reader.fits(tensor)
        ? Optional.of(reader.read(tensor))
        : Optional.empty();
  }

  /**
   * Whether a layer makes no more of tensors than such sums, but that there may be many of them.
   */
  static boolean isLinear(Match match, Layer layer) {
    return switch (layer.op()) {
      case "reshape", "flatten", "permute", "slice", Layer.SPLIT, "concat", "neg" -> true;
      case "add", "sub" -> layer.inputs().size() == 2;
      case "mul" -> factor(match, layer).isPresent();
      default -> false;
    };
  }

  /** What a product has beside known numbers, and these. */
  private record Product(Ref tensor, Const numbers) {}

  private static Optional<Product> factor(Match match, Layer product) {
    for (List<Ref> order : match.orders(product)) {
      Optional<Const> numbers = match.at(order.get(1)).numbers();
      if (numbers.isPresent()
          && match.dims(order.get(0)).equals(product.type().shape().dims())
          && numbers.get().elements() <= MOST) {
        return Optional.of(new Product(order.get(0), numbers.get()));
      }
    }
    return Optional.empty();
  }

  private static final class Reader {
    private final Match match;
    private final Ref source;
    private int layers;

    Reader(Match match, Ref source) {
      this.match = match;
      this.source = source;
    }

    /** Whether everything comes of the source, in few layers. */
    boolean fits(Ref ref) {
      if (ref.equals(source)) {
        return true;
      }
      Layer layer = match.at(ref);
      layers++;
      if (layers > MOST_LAYERS || !isLinear(match, layer)) {
        return false;
      }
      return layer.is("mul")
          ? fits(factor(match, layer).orElseThrow().tensor())
          : layer.inputs().stream()
              .allMatch(input ->
                  (!isSum(layer) || match.dims(input).equals(match.dims(ref))) && fits(input));
    }

    private static boolean isSum(Layer layer) {
      return layer.is("add") || layer.is("sub");
    }

    Sums read(Ref ref) {
      List<Long> dims = match.dims(ref);
      int count = (int) Const.elements(dims);
      if (ref.equals(source)) {
        Sums same = empty(count);
        for (int i = 0; i < count; i++) {
          same.put(i, i, 1);
        }
        return same;
      }
      Layer layer = match.at(ref);
      return switch (layer.op()) {
        case "permute" -> {
          long[] strides = Const.strides(match.dims(layer.input()));
          long[] steps =
              Moves.order(layer).stream().mapToLong(axis -> strides[(int) (long) axis]).toArray();
          yield moved(layer, dims, 0, steps);
        }
        case "slice" -> {
          long[] steps = Const.strides(match.dims(layer.input()));
          long start = (Long) layer.arg("start", 0L) * steps[layer.axis()];
          steps[layer.axis()] *= (Long) layer.arg("step", 1L);
          yield moved(layer, dims, start, steps);
        }
        case Layer.SPLIT -> {
          long[] steps = Const.strides(match.dims(layer.input()));
          long before =
              layer.types().subList(0, ref.output()).stream()
                  .mapToLong(part -> part.shape().dim(layer.axis()))
                  .sum();
          yield moved(layer, dims, before * steps[layer.axis()], steps);
        }
        case "concat" -> joined(layer, dims, count);
        case "neg" -> read(layer.input()).times(_ -> -1);
        case "mul" -> {
          Product product = factor(match, layer).orElseThrow();
          Const.Data numbers = Const.broadcast(product.numbers(), dims);
          yield read(product.tensor()).times(numbers);
        }
        case "add", "sub" ->
            read(layer.inputs().get(0)).plus(read(layer.inputs().get(1)), layer.is("add") ? 1 : -1);
        default -> read(layer.input());
      };
    }

    /** The elements of a layer's input that lie so far apart along each axis. */
    private Sums moved(Layer layer, List<Long> dims, long start, long[] steps) {
      Sums from = read(layer.input());
      Sums moved = empty((int) Const.elements(dims));
      int[] at = new int[steps.length];
      long place = start;
      for (int i = 0; i < moved.count(); i++) {
        moved.copy(i, from, (int) place);
        for (int axis = steps.length - 1; axis >= 0; axis--) {
          place += steps[axis];
          if (++at[axis] < dims.get(axis)) {
            break;
          }
          place -= at[axis] * steps[axis];
          at[axis] = 0;
        }
      }
      return moved;
    }

    private Sums joined(Layer layer, List<Long> dims, int count) {
      Object stated = layer.arg("axis", 0L);
      int axis = Math.floorMod((long) (Long) stated, dims.size());
      long inner = Const.elements(dims.subList(axis + 1, dims.size()));
      int row = (int) (inner * dims.get(axis));
      Sums joined = empty(count);
      int before = 0;
      for (Ref input : layer.inputs()) {
        Sums part = read(input);
        int width = (int) (inner * match.dims(input).get(axis));
        for (int i = 0; i < part.count(); i++) {
          joined.copy(i / width * row + before + i % width, part, i);
        }
        before += width;
      }
      return joined;
    }
  }

  private void copy(int to, Sums other, int from) {
    for (int term = 0; term < 2; term++) {
      places[2 * to + term] = other.places[2 * from + term];
      factors[2 * to + term] = other.factors[2 * from + term];
    }
  }

  /** Adds a product to an element's sum. A third one makes it none that anybody looks for. */
  private void put(int element, int place, float factor) {
    for (int at = 2 * element; at < 2 * element + 2; at++) {
      if (places[at] == NONE || places[at] == place) {
        places[at] = place;
        factors[at] += factor;
        return;
      }
    }
    places[2 * element] = MANY;
  }

  private Sums times(Const.Data numbers) {
    for (int i = 0; i < factors.length; i++) {
      factors[i] *= (float) numbers.at(i / 2);
    }
    return this;
  }

  private Sums plus(Sums other, float sign) {
    for (int i = 0; i < other.places.length; i++) {
      if (other.places[i] != NONE) {
        put(i / 2, other.places[i], sign * other.factors[i]);
      }
    }
    return this;
  }
}
