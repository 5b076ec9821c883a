package bb.runtime.io;

import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Weights whose names have rules of their own: those of a command line or a program, which come
 * before the network's clause, or none, where they have the network's names already.
 *
 * @param last whether the network's clause does not count
 */
public record RuledWeights(WeightSource source, List<Checkpoint> own, boolean last)
    implements WeightSource {
  public RuledWeights {
    own = List.copyOf(own);
  }

  /** Weights that have the names of the network that they belong to. */
  public static WeightSource named(WeightSource source) {
    return new RuledWeights(source, List.of(), true);
  }

  /** Weights whose names change by one more rule, behind those that they have here already. */
  public static WeightSource of(WeightSource source, Checkpoint rule) {
    return source instanceof RuledWeights ruled
        ? new RuledWeights(
            ruled.source, Stream.concat(ruled.own.stream(), Stream.of(rule)).toList(), ruled.last)
        : new RuledWeights(source, List.of(rule), false);
  }

  @Override
  public String description() {
    return source.description();
  }

  @Override
  public Optional<Map<String, List<Integer>>> contents() {
    return source.contents();
  }

  @Override
  public List<Checkpoint> rules(Checkpoint clause) {
    List<Checkpoint> all = new ArrayList<>(own);
    if (!last) {
      all.addAll(source.rules(clause));
    }
    return all;
  }

  @Override
  public float[] read(String name, List<Integer> shape) {
    return source.read(name, shape);
  }

  @Override
  public float[] read(String name, List<Integer> shape, long from, int count) {
    return source.read(name, shape, from, count);
  }
}
