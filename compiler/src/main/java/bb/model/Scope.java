package bb.model;

import bb.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hands out the hierarchical names of one scope: a labelled step or a block call. Steps are counted
 * from 0, labelled and parameterless ones too, as in a PyTorch Sequential. Only a step that has
 * parameters keeps its name from others that have some, too.
 */
final class Scope {
  private final String path;
  private final Set<String> used = new HashSet<>();

  /** Where the steps with parameters stand, by their names. */
  private final Map<String, Span> claimed = new HashMap<>();

  /** The scopes that dotted names with parameters have opened. */
  private final Map<String, Span> prefixes = new HashMap<>();

  /** How many nodes of each kind that are no steps of the source there are. */
  private final Map<String, Integer> auxiliaries = new HashMap<>();

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
    used.add(name);
    return new Name(this, name, span);
  }

  /**
   * A full name.
   *
   * @param scope that it is a name of
   * @param span of the step that took it
   */
  record Name(Scope scope, String name, Span span) {
    String path() {
      return join(scope.path, name);
    }

    /** Keeps the name, as there are parameters below it; what had kept it before, if anything. */
    Optional<Span> claim() {
      return scope.claim(name, span);
    }
  }

  private Optional<Span> claim(String name, Span span) {
    Optional<Span> taken = Optional.ofNullable(claimed.putIfAbsent(name, span));
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      String prefix = name.substring(0, dot);
      taken = taken.or(() -> Optional.ofNullable(claimed.get(prefix)));
      prefixes.putIfAbsent(prefix, span);
    }
    return taken.or(() -> Optional.ofNullable(prefixes.get(name)));
  }

  /** A name for a node that is not a step of the source, such as the add of a join. */
  String auxiliary(String name) {
    int count = auxiliaries.getOrDefault(name, 0);
    String candidate = count == 0 ? name : name + "_" + count;
    while (used.contains(candidate)) {
      candidate = name + "_" + ++count;
    }
    auxiliaries.put(name, count + 1);
    used.add(candidate);
    return join(path, candidate);
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }
}
