package bb.importing.layers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a format says of where its layers are: under which path those are that have no tensors, and
 * what a module of its is called. A format that says nothing has none.
 */
public final class Places {
  private final Map<Integer, String> paths = new HashMap<>();
  private final Map<String, String> modules = new HashMap<>();

  public void put(Ref layer, String path) {
    paths.put(layer.layer(), path);
  }

  /**
   * @param path of all layers of a module
   * @param name what modules of its kind are called
   */
  public void module(String path, String name) {
    modules.put(path, name);
  }

  /** What the module is called whose layers' paths begin so, up to the point. */
  public Optional<String> module(String prefix) {
    return Optional.ofNullable(modules.get(prefix.replaceFirst("\\.$", "")));
  }

  /** Paths of these layers, and of those that have tensors. */
  public Map<Integer, String> with(Map<Integer, String> named) {
    Map<Integer, String> all = new HashMap<>(paths);
    all.putAll(named);
    return all;
  }
}
