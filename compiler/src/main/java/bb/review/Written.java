package bb.review;

import bb.graph.Graph.Node;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has changed at a layer.
 *
 * @param what that is the same for every call of its block: {@code `stride`}
 * @param text with values, which may differ from call to call: {@code `stride` 1 → 2}
 */
record Written(String what, String text) {
  static final Written NOTHING = new Written("", "");

  boolean isEmpty() {
    return what.isEmpty();
  }

  /** What no values belong to. */
  static Written of(String what) {
    return new Written(what, what);
  }

  /** A name, and what was and is its value. */
  static Written of(String name, Object was, Object is) {
    return new Written("`%s`".formatted(name), "`%s` %s → %s".formatted(name, was, is));
  }

  Written and(Written other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Written(what + ", " + other.what, text + ", " + other.text);
  }

  /** The difference between two calls of layers. */
  static Written change(Node old, Node now) {
    if (old.call().equals(now.call())) {
      return NOTHING;
    }
    if (!old.op().spec().name().equals(now.op().spec().name())) {
      return Written.of("`%s` → `%s`".formatted(old.call(), now.call()));
    }
    Map<String, String> were = arguments(old);
    Map<String, String> are = arguments(now);
    Set<String> names = new LinkedHashSet<>(were.keySet());
    names.addAll(are.keySet());
    Written changed = NOTHING;
    for (String name : names) {
      String was = were.getOrDefault(name, defaultOf(old.op().spec(), name));
      String is = are.getOrDefault(name, defaultOf(now.op().spec(), name));
      if (!was.equals(is)) {
        changed = changed.and(Written.of(name, was, is));
      }
    }
    return changed.isEmpty()
        ? Written.of("`%s` → `%s`".formatted(old.call(), now.call()))
        : changed;
  }

  private static String defaultOf(OpSpec spec, String name) {
    return spec.attribute(name).flatMap(Attribute::defaultText).orElse("none");
  }

  /** The arguments of a call, as it is written, by their names. */
  private static Map<String, String> arguments(Node node) {
    String call = node.call();
    int open = call.indexOf('(');
    Map<String, String> all = new LinkedHashMap<>();
    if (open < 0) {
      return all;
    }
    List<Attribute> positional = node.op().spec().positional();
    for (String argument : parts(call.substring(open + 1, call.length() - 1))) {
      int colon = argument.indexOf(": ");
      if (colon >= 0) {
        all.put(argument.substring(0, colon), argument.substring(colon + 2));
      } else if (all.size() < positional.size()) {
        all.put(positional.get(all.size()).name(), argument);
      }
    }
    return all;
  }

  /** What stands between the commas that are in no list. */
  private static List<String> parts(String arguments) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < arguments.length(); i++) {
      switch (arguments.charAt(i)) {
        case '[', '(' -> depth++;
        case ']', ')' -> depth--;
        case ',' -> {
          if (depth == 0) {
            parts.add(arguments.substring(start, i).strip());
            start = i + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(arguments.substring(start).strip());
    return parts;
  }
}
