package bb.review;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.graph.Graph.Parameter;
import bb.ops.PassThrough;
import bb.review.Version.Source;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What differs between two versions of a network, each change in one class, and said once for all
 * calls of a block.
 *
 * @param changes the worst first
 * @param renamed tensors of the checkpoint that have another name, from old to new
 * @param was the layers of the earlier version that differ or are gone, by their numbers
 * @param is those of the later one that differ or are new
 */
public record NetworkDiff(
    List<Change> changes,
    Map<String, String> renamed,
    Map<Integer, ChangeClass> was,
    Map<Integer, ChangeClass> is) {
  public NetworkDiff {
    changes = List.copyOf(changes);
    was = Map.copyOf(was);
    is = Map.copyOf(is);
    renamed = Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
  }

  public static NetworkDiff of(Graph before, Facts old, Graph after, Facts now) {
    return new Comparison(Version.of(before, old), Version.of(after, now)).compare();
  }

  /** The classes of the changes. */
  public Set<ChangeClass> classes() {
    return changes.stream().map(Change::kind).collect(Collectors.toUnmodifiableSet());
  }

  private static final class Comparison {
    private final Version before;
    private final Version after;
    private final Alignment alignment;
    private final Places places;
    private final Map<String, String> renamed = new TreeMap<>();
    private final Map<Integer, ChangeClass> was = new TreeMap<>();
    private final Map<Integer, ChangeClass> is = new TreeMap<>();

    Comparison(Version before, Version after) {
      this.before = before;
      this.after = after;
      this.alignment = Alignment.of(before, after);
      this.places = new Places(before, after);
    }

    NetworkDiff compare() {
      for (int i = 0; i < before.size(); i++) {
        int partner = alignment.partner(i);
        if (partner < 0) {
          was.put(i, kind(before.node(i)));
          places.add(
              kind(before.node(i)),
              before,
              i,
              Written.of("`%s` is gone".formatted(name(before.node(i)))));
        } else {
          pair(i, partner);
        }
      }
      for (int i = 0; i < after.size(); i++) {
        if (alignment.isNew(i)) {
          is.put(i, kind(after.node(i)));
          places.add(
              kind(after.node(i)),
              after,
              i,
              Written.of("`%s` is new".formatted(name(after.node(i)))));
        }
      }
      List<Change> changes = new ArrayList<>(places.changes());
      Renames.change(renamed).ifPresent(changes::add);
      List<Change> facts = FactChanges.of(before.facts(), after.facts());
      changes.addAll(FactChanges.of(before.facts().rules(), after.facts().rules()));
      boolean contract = facts.stream().anyMatch(c -> c.kind() == ChangeClass.CONTRACT);
      boolean explained =
          contract || places.said(ChangeClass.NUMERICS) || places.said(ChangeClass.WEIGHTS);
      facts.stream().filter(change -> isUnsaid(change, explained)).forEach(changes::add);
      if (changes.isEmpty() && !paths(before).equals(paths(after))) {
        changes.add(new Change(ChangeClass.COSMETIC, "layers without parameters have other names"));
      }
      changes.sort(Comparator.comparing(Change::kind));
      return new NetworkDiff(changes, renamed, was, is);
    }

    /** Of what the facts say, that which the layers have not said. */
    private static boolean isUnsaid(Change change, boolean explained) {
      return switch (change.kind()) {
        case CONTRACT, COST -> true;
        case NUMERICS -> !explained;
        case WEIGHTS, COSMETIC -> false;
      };
    }

    private static String name(Node node) {
      return node.op().spec().name();
    }

    /** A layer that does nothing at inference changes no answer. */
    private static ChangeClass kind(Node node) {
      return node.op() instanceof PassThrough
          ? ChangeClass.COSMETIC
          : node.parameters().isEmpty() ? ChangeClass.NUMERICS : ChangeClass.WEIGHTS;
    }

    private void differs(ChangeClass kind, int index, int partner, Written written) {
      mark(kind, index, partner);
      places.add(kind, after, partner, written);
    }

    private void mark(ChangeClass kind, int index, int partner) {
      was.put(index, kind);
      is.put(partner, kind);
    }

    private void pair(int index, int partner) {
      Node old = before.node(index);
      Node now = after.node(partner);
      Written written = Written.change(old, now);
      int names = renamed.size();
      Written tensors = tensors(old, now);
      if (renamed.size() > names) {
        mark(ChangeClass.WEIGHTS, index, partner);
      }
      if (!tensors.isEmpty()) {
        differs(ChangeClass.WEIGHTS, index, partner, written.and(tensors));
      } else if (!written.isEmpty()) {
        boolean idle = old.op() instanceof PassThrough && now.op() instanceof PassThrough;
        differs(idle ? ChangeClass.COSMETIC : ChangeClass.NUMERICS, index, partner, written);
      } else if (isRewired(old, now)) {
        differs(
            ChangeClass.NUMERICS,
            index,
            partner,
            Written.of("`%s` reads other tensors".formatted(name(now))));
      }
    }

    /** What differs in the tensors that a layer learns, but for their names. */
    private Written tensors(Node old, Node now) {
      Map<String, Parameter> were = parameters(before.graph(), old);
      Map<String, Parameter> are = parameters(after.graph(), now);
      Written changed = Written.NOTHING;
      for (Map.Entry<String, Parameter> entry : were.entrySet()) {
        String name = entry.getKey();
        Parameter was = entry.getValue();
        Parameter is = are.get(name);
        if (is == null) {
          changed = changed.and(Written.of("`%s` is gone".formatted(name)));
        } else if (!is.type().equals(was.type())) {
          changed = changed.and(Written.of(name, was.type(), is.type()));
        } else if (!is.name().equals(was.name())) {
          renamed.put(was.name(), is.name());
        }
      }
      for (String name : are.keySet()) {
        if (!were.containsKey(name)) {
          changed = changed.and(Written.of("`%s` is new".formatted(name)));
        }
      }
      return changed;
    }

    /** By their names in the layer. */
    private static Map<String, Parameter> parameters(Graph graph, Node node) {
      List<TensorType> types = node.inputs().stream().map(Value::type).toList();
      List<String> names = node.op().parameters(types).stream().map(p -> p.name()).toList();
      Map<String, Parameter> all = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        all.put(names.get(i), graph.parameters().get(node.parameters().get(i)));
      }
      return all;
    }

    /** Whether a layer reads another tensor than it did, beside what is gone or new. */
    private boolean isRewired(Node old, Node now) {
      if (old.inputs().size() != now.inputs().size()) {
        return true;
      }
      for (int i = 0; i < old.inputs().size(); i++) {
        Source was = before.source(old.inputs().get(i));
        Source is = after.source(now.inputs().get(i));
        if (isKnown(was, is) && !is.equals(partner(was))) {
          return true;
        }
      }
      return false;
    }

    /** Whether the layers that make two values are in both versions. */
    private boolean isKnown(Source was, Source is) {
      return (was.node() == Source.INPUTS || alignment.partner(was.node()) >= 0)
          && (is.node() == Source.INPUTS || !alignment.isNew(is.node()));
    }

    private Source partner(Source was) {
      return was.node() == Source.INPUTS
          ? was
          : new Source(alignment.partner(was.node()), was.output());
    }

    private static Set<String> paths(Version version) {
      return version.graph().nodes().stream()
          .map(Node::path)
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
