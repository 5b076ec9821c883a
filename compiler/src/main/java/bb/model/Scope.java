package bb.model;

import bb.source.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hands out the hierarchical names of one scope: a labelled step or a block call. Steps are counted
 * from 0, labelled and parameterless ones too, as in a PyTorch Sequential.
 */
final class Scope {
  private final String path;
  private final Map<String, Span> used = new HashMap<>();

  /** How many nodes of each kind that are no steps of the source there are. */
  private final Map<String, Integer> auxiliaries = new HashMap<>();

  /** The scopes that dotted names have opened. */
  private final Map<String, Span> prefixes = new HashMap<>();

  private int steps;

  Scope(String path) {
    this.path = path;
  }

  static Scope root() {
    return new Scope("");
  }

  String path() {
    return path;
  }

  /** Takes the next index; the step is called by its label if it has one. */
  Name step(Optional<String> label, Span span) {
    String index = String.valueOf(steps++);
    return take(label.orElse(index), span);
  }

  /** Takes a name without taking an index. A dotted one is that of a step further down. */
  Name take(String name, Span span) {
    Optional<Span> taken = Optional.ofNullable(used.putIfAbsent(name, span));
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      String prefix = name.substring(0, dot);
      taken = taken.or(() -> Optional.ofNullable(used.get(prefix)));
      prefixes.putIfAbsent(prefix, span);
    }
    return new Name(join(path, name), taken.or(() -> Optional.ofNullable(prefixes.get(name))));
  }

  /** A name for a node that is not a step of the source, such as the add of a join. */
  String auxiliary(String name) {
    int count = auxiliaries.getOrDefault(name, 0);
    String candidate = count == 0 ? name : name + "_" + count;
    while (used.containsKey(candidate)) {
      candidate = name + "_" + ++count;
    }
    auxiliaries.put(name, count + 1);
    used.put(candidate, null);
    return join(path, candidate);
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }

  /** A full path, and where the same name was taken before in this scope. */
  record Name(String path, Optional<Span> taken) {}
}
