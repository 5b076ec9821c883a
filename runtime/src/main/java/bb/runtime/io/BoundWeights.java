package bb.runtime.io;

import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.WeightSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weights of a network under the names that it has for them. */
public final class BoundWeights implements WeightSource {
  private final WeightSource source;
  private final Map<String, String> names;

  /**
   * @param names what a tensor of the network is called in the source
   */
  BoundWeights(WeightSource source, Map<String, String> names) {
    this.source = source;
    this.names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
  }

  /** What each tensor of the network that the source has is called there. */
  public Map<String, String> names() {
    return names;
  }

  @Override
  public String description() {
    return source.description();
  }

  @Override
  public Optional<Map<String, List<Integer>>> contents() {
    return source
        .contents()
        .map(held -> {
          Map<String, List<Integer>> own = new LinkedHashMap<>();
          names.forEach((name, other) -> own.put(name, held.get(other)));
          return own;
        });
  }

  @Override
  public List<Checkpoint> rules(Checkpoint clause) {
    return List.of();
  }

  @Override
  public float[] read(String name, List<Integer> shape) {
    return source.read(names.getOrDefault(name, name), shape);
  }

  @Override
  public float[] read(String name, List<Integer> shape, long from, int count) {
    return source.read(names.getOrDefault(name, name), shape, from, count);
  }
}
