package bb.torch;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.python.Py;
import bb.python.Spelling;
import bb.torch.Draft.Member;
import bb.torch.Drafting.Item;
import bb.types.Shape;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds modules that are called one after the other, as those of an {@code nn.Sequential}. */
final class Chains {
  private final Graph graph;
  private final Spellings spellings;
  private final Uses uses;

  Chains(Graph graph, Spellings spellings, Uses uses) {
    this.graph = graph;
    this.spellings = spellings;
    this.uses = uses;
  }

  /**
   * Members that are called one after the other.
   *
   * @param transposed whether they take and give the transpose of what the source has
   */
  record Chain(List<Member> members, boolean transposed) {}

  /** Members that are called one after the other, if nothing else happens. */
  Optional<Chain> of(List<Item> items, Function<Item, String> names) {
    Map<String, Member> members = new LinkedHashMap<>();
    Set<Axes> axes = EnumSet.noneOf(Axes.class);
    int flow = -1;
    for (int i = 0; i < items.size(); i++) {
      Optional<Link> link = link(items.get(i));
      if (link.isEmpty()
          || flow >= 0 && link.get().in() != flow
          || i < items.size() - 1 && !feeds(link.get().out(), items.get(i + 1))) {
        return Optional.empty();
      }
      String name = names.apply(items.get(i));
      boolean learns = !(items.get(i) instanceof Item.Leaf(var n)) || !n.parameters().isEmpty();
      if (name.contains(".") && learns) {
        return Optional.empty();
      }
      Member member = new Member(name.replace('.', '_'), PyModule.Kind.MODULE, link.get().make());
      if (members.put(member.path(), member) != null) {
        return Optional.empty();
      }
      flow = link.get().out();
      axes.add(link.get().axes());
    }
    return axes.containsAll(List.of(Axes.SAME, Axes.TRANSPOSED))
        ? Optional.empty()
        : Optional.of(new Chain(List.copyOf(members.values()), axes.contains(Axes.TRANSPOSED)));
  }

  /** Whether nothing else reads a tensor. */
  private boolean feeds(int value, Item item) {
    return switch (item) {
      case Item.Inner(var run, _) -> uses.isReadWithin(value, run.first(), run.end());
      case Item.Leaf(var node) -> {
        int at = uses.index(node);
        yield uses.isReadWithin(value, at, at + 1);
      }
    };
  }

  /** What a module takes and gives: what the source has, the transpose of that, or any. */
  private enum Axes {
    SAME,
    TRANSPOSED,
    ANY
  }

  /** One module of a chain. */
  private record Link(Py make, int in, int out, Axes axes) {}

  private Optional<Link> link(Item item) {
    if (item instanceof Item.Inner(_, var inner)) {
      Axes axes = inner.transposed() ? Axes.TRANSPOSED : Axes.SAME;
      return inner.inputs().size() == 1 && inner.outputs().size() == 1
          ? Optional.of(
              new Link(inner.make(), inner.inputs().getFirst(), inner.outputs().getFirst(), axes))
          : Optional.empty();
    }
    Node node = ((Item.Leaf) item).node();
    if (node.inputs().size() != 1 || node.outputs().size() != 1) {
      return Optional.empty();
    }
    Axes plain = isElementwise(node) ? Axes.ANY : Axes.SAME;
    Function<Axes, Function<Py, Link>> link =
        axes -> make -> new Link(make, node.inputs().getFirst().id(), node.output().id(), axes);
    return switch (spellings.of(node)) {
      case Spelling.Module m when m.isPlain() && !Spellings.isTied(graph, node) ->
          Optional.of(link.apply(plain).apply(m.make()));
      case Spelling.Module m when m.isTransposed() && !Spellings.isTied(graph, node) ->
          Optional.of(link.apply(Axes.TRANSPOSED).apply(m.make()));
      case Spelling.Function f -> f.module().map(link.apply(plain));
      default -> Optional.empty();
    };
  }

  /** Whether a layer goes over elements, whatever their axes. */
  static boolean isElementwise(Node node) {
    Shape shape = node.output().type().shape();
    return node.op().isElementwise()
        && node.inputs().stream().allMatch(input -> input.type().shape().equals(shape));
  }

  /** Whether members are called by their numbers. */
  static boolean isNumbered(List<Member> members) {
    for (int i = 0; i < members.size(); i++) {
      if (!members.get(i).path().equals(String.valueOf(i))) {
        return false;
      }
    }
    return true;
  }
}
