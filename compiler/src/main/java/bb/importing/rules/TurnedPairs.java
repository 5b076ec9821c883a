package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import bb.ops.RotaryFrequencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Rotary embeddings by what they compute, however the pairs are cut out and put together: in two
 * halves, one feature beside the other, or in planes of the first and of the second features. Each
 * element of the result is one of the source times a cosine, and its partner times a sine, and all
 * of them are looked at.
 */
final class TurnedPairs {
  private static final double TOLERANCE = 1e-4;

  private final List<Long> dims;
  private final Sums sums;
  private final int half;

  private TurnedPairs(List<Long> dims, Sums sums) {
    this.dims = dims;
    this.sums = sums;
    this.half = partner(0);
  }

  static Optional<List<Layer>> rotary(Match match, Layer root) {
    if (!root.is("concat") && !root.is("add")) {
      return Optional.empty();
    }
    for (Ref source : sources(match, root)) {
      List<Long> dims = match.dims(source);
      if (dims.size() < 2
          || Const.elements(dims) != root.type().shape().elements()
          || dims.get(dims.size() - 2) < 2) {
        continue;
      }
      Optional<SequencedMap<String, Object>> args =
          Sums.of(match, root.out(), source).flatMap(sums -> new TurnedPairs(dims, sums).args());
      if (args.isPresent()) {
        List<Map.Entry<String, SequencedMap<String, Object>>> steps = new ArrayList<>();
        steps.add(Map.entry("rotary", Rotaries.last(match, source, args.get())));
        if (!dims.equals(root.type().shape().dims())) {
          steps.add(Map.entry("reshape", Layers.args("shape", root.type().shape().dims())));
        }
        return match.chain(root, source, steps);
      }
    }
    return Optional.empty();
  }

  /** Tensors that it may be one of, the nearest first. */
  private static List<Ref> sources(Match match, Layer root) {
    List<Ref> sources = new ArrayList<>();
    boolean turned = false;
    Layer layer = root;
    while (sources.size() <= Sums.MOST_LAYERS && Sums.isLinear(match, layer)) {
      Ref next =
          layer.is("mul") && match.at(layer.input()).isTensor()
              ? layer.inputs().getLast()
              : layer.input();
      turned |= layer.is("mul");
      if (turned) {
        sources.add(next);
      }
      layer = match.at(next);
    }
    return sources;
  }

  /** Where the other of two products of an element comes from; below 0 if there are not two. */
  private int partner(int element) {
    int first = sums.places()[2 * element];
    int second = sums.places()[2 * element + 1];
    return first == element ? second : second == element ? first : Sums.NONE;
  }

  /** What an element is multiplied by, or its partner. */
  private double factor(int element, boolean own) {
    return sums.factors()[2 * element + (sums.places()[2 * element] == element == own ? 0 : 1)];
  }

  /** The angle between an element and what it was, which is the first of a pair. */
  private double angle(int element) {
    return StrictMath.atan2(-factor(element, false), factor(element, true));
  }

  private Optional<SequencedMap<String, Object>> args() {
    int width = Math.toIntExact(dims.getLast());
    if (half < 1 || 2 * half > width) {
      return Optional.empty();
    }
    boolean interleaved = half == 1;
    int size = interleaved ? period(width) : 2 * half;
    if (size < 4 || width % size != 0) {
      return Optional.empty();
    }
    double[] begins = new double[size / 2];
    double[] steps = new double[size / 2];
    for (int pair = 0; pair < steps.length; pair++) {
      int first = interleaved ? 2 * pair : pair;
      begins[pair] = angle(first);
      double step = angle(width + first) - begins[pair];
      steps[pair] = step < 0 ? step + 2 * Math.PI : step;
    }
    return Frequencies.of(steps)
        .flatMap(frequencies -> {
          double slowest = frequencies.of(steps.length - 1, steps.length);
          long start = Math.round(begins[steps.length - 1] / slowest);
          if (start < 0 || !isTurned(frequencies, interleaved, size, start)) {
            return Optional.empty();
          }
          SequencedMap<String, Object> args = Layers.args("heads", (long) (width / size));
          args.putAll(Frequencies.args(frequencies));
          args.put("interleaved", interleaved);
          args.put("start", start);
          return Optional.of(args);
        });
  }

  /** After how many features of the second token the angles begin again. */
  private int period(int width) {
    for (int size = 2; size < width; size += 2) {
      if (width % size == 0 && Math.abs(angle(width + size) - angle(width)) < TOLERANCE) {
        return size;
      }
    }
    return width;
  }

  private boolean isTurned(
      RotaryFrequencies frequencies, boolean interleaved, int size, long start) {
    int width = (int) (long) dims.getLast();
    int tokens = (int) (long) dims.get(dims.size() - 2);
    int pairs = size / 2;
    double[] cos = new double[tokens * pairs];
    double[] sin = new double[tokens * pairs];
    for (int i = 0; i < cos.length; i++) {
      double angle = (start + i / pairs) * frequencies.of(i % pairs, pairs);
      cos[i] = StrictMath.cos(angle);
      sin[i] = StrictMath.sin(angle);
    }
    for (int element = 0; element < sums.count(); element++) {
      int feature = element % width % size;
      int pair = interleaved ? feature / 2 : feature % half;
      boolean first = interleaved ? feature % 2 == 0 : feature < half;
      int at = element / width % tokens * pairs + pair;
      if (partner(element) != (first ? element + half : element - half)
          || !(Math.abs(factor(element, true) - cos[at]) < TOLERANCE)
          || !(Math.abs(factor(element, false) - (first ? -sin[at] : sin[at])) < TOLERANCE)) {
        return false;
      }
    }
    return true;
  }
}
