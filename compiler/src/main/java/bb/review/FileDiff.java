package bb.review;

import bb.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between two versions of a file's networks, which are known by their names.
 *
 * @param changed those that both versions have, also where nothing has changed
 * @param gone the names of those that only the earlier one has
 * @param added the names of those that only the later one has
 */
public record FileDiff(List<Changed> changed, List<String> gone, List<String> added) {
  public FileDiff {
    changed = List.copyOf(changed);
    gone = List.copyOf(gone);
    added = List.copyOf(added);
  }

  /**
   * A network of one version.
   *
   * @param graph empty if nothing but facts were written down
   */
  public record Side(Facts facts, Optional<Graph> graph) {
    public static Side of(Graph graph, Facts facts) {
      return new Side(facts, Optional.of(graph));
    }

    public static Side of(Facts facts) {
      return new Side(facts, Optional.empty());
    }

    public String name() {
      return facts.network();
    }
  }

  /**
   * @param layers what differs in them, where both versions have any
   */
  public record Changed(Side before, Side now, List<Change> changes, Optional<NetworkDiff> layers) {
    public Changed {
      changes = List.copyOf(changes);
    }

    /** Two networks, whatever they are called. */
    public static Changed of(Side before, Side now) {
      if (before.graph.isEmpty() || now.graph.isEmpty()) {
        return new Changed(before, now, FactChanges.of(before.facts, now.facts), Optional.empty());
      }
      NetworkDiff diff =
          NetworkDiff.of(before.graph.get(), before.facts, now.graph.get(), now.facts);
      return new Changed(before, now, diff.changes(), Optional.of(diff));
    }

    public String network() {
      return now.name();
    }

    /** Tensors of the checkpoint that have another name, from old to new. */
    public Map<String, String> renamed() {
      return layers
          .map(NetworkDiff::renamed)
          .orElseGet(() -> FactChanges.renamed(before.facts, now.facts));
    }
  }

  public static FileDiff of(List<Side> before, List<Side> now) {
    List<Changed> changed = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (Side old : before) {
      find(now, old.name())
          .ifPresentOrElse(same -> changed.add(Changed.of(old, same)), () -> gone.add(old.name()));
    }
    List<String> added =
        now.stream().map(Side::name).filter(name -> find(before, name).isEmpty()).toList();
    return new FileDiff(changed, gone, added);
  }

  private static Optional<Side> find(List<Side> networks, String name) {
    return networks.stream().filter(n -> n.name().equals(name)).findFirst();
  }
}
