package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.Draft.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** What a module has, by names with dots: those in the middle are containers. */
final class Members {
  private final Node root = new Node("");
  private final Map<String, Member> all = new LinkedHashMap<>();

  /** A container, or a member. */
  private static final class Node {
    private final String name;
    private final Map<String, Node> inner = new LinkedHashMap<>();
    private Optional<Member> member = Optional.empty();

    Node(String name) {
      this.name = name;
    }

    boolean isLeaf() {
      return inner.isEmpty();
    }

    /** Whether it can be a list: all are modules, numbered in order. */
    boolean isList() {
      int next = 0;
      for (Node node : inner.values()) {
        if (!node.name.equals(String.valueOf(next++)) || !node.isModule()) {
          return false;
        }
      }
      return member.isEmpty() && !inner.isEmpty() && !name.isEmpty();
    }

    boolean isModule() {
      return member.map(m -> m.kind() == PyModule.Kind.MODULE).orElse(true)
          && (inner.isEmpty() || isList());
    }
  }

  Members(List<Member> members) {
    for (Member member : members) {
      all.put(member.path(), member);
      Node at = root;
      for (String part : member.path().split("\\.")) {
        at = at.inner.computeIfAbsent(part, Node::new);
      }
      at.member = Optional.of(member);
    }
  }

  /** Whether a container is a list. */
  boolean isList(String path) {
    return node(path).isList();
  }

  // ---- reading

  /** A member, or a tensor of one, as an expression of {@code forward}. */
  Optional<Py> written(Py py) {
    if (!(py instanceof Py.Name(var name))) {
      return Optional.empty();
    }
    if (name.startsWith("@")) {
      return Optional.of(path(name.substring(1)));
    }
    return name.startsWith("&") ? Optional.of(tensor(name.substring(1))) : Optional.empty();
  }

  private Py path(String path) {
    Py at = Py.name("self");
    Node node = root;
    for (String part : path.split("\\.")) {
      Node next = node.inner.get(part);
      at = step(at, node, next);
      node = next;
    }
    return at;
  }

  private static Py step(Py at, Node node, Node next) {
    if (node.isList()) {
      return at.at(Py.name(next.name));
    }
    String getter =
        switch (next.member.map(Member::kind).orElse(PyModule.Kind.MODULE)) {
          case MODULE -> "get_submodule";
          case PARAMETER -> "get_parameter";
          case BUFFER, CONSTANT -> "get_buffer";
        };
    return Names.isAttribute(next.name)
        ? at.attr(next.name)
        : at.method(getter, Py.name(PyText.text(next.name)));
  }

  /** A tensor below a member. */
  private Py tensor(String path) {
    int dot = path.lastIndexOf('.');
    if (dot > 0
        && all.containsKey(path.substring(0, dot))
        && Names.isAttribute(path.substring(dot + 1))) {
      return path(path.substring(0, dot)).attr(path.substring(dot + 1));
    }
    return Py.name("self").method("get_parameter", Py.name(PyText.text(path)));
  }

  /** A list's modules from one number to another. */
  Py list(String path, int from, int to) {
    Py list = path(path);
    int size = node(path).inner.size();
    if (from == 0 && to == size) {
      return list;
    }
    return list.at(
        new Py.Range(
            from == 0 ? Optional.empty() : Optional.of(Py.name(String.valueOf(from))),
            to == size ? Optional.empty() : Optional.of(Py.name(String.valueOf(to))),
            Optional.empty()));
  }

  private Node node(String path) {
    Node node = root;
    for (String part : path.split("\\.")) {
      node = node.inner.get(part);
    }
    return node;
  }

  // ---- making

  List<PyModule.Child> children() {
    List<PyModule.Child> children = new ArrayList<>();
    root.inner.values().forEach(node -> add("self", node, children));
    return children;
  }

  private static void add(String owner, Node node, List<PyModule.Child> children) {
    if (node.isLeaf()) {
      Member member = node.member.orElseThrow();
      children.add(new PyModule.Child(owner + " " + node.name, member.kind(), member.make()));
      return;
    }
    if (node.isList()) {
      children.add(new PyModule.Child(owner + " " + node.name, PyModule.Kind.MODULE, list(node)));
      return;
    }
    Py make = node.member.map(Member::make).orElse(Py.call("nn.Module", new Py[0]));
    children.add(new PyModule.Child(owner + " " + node.name, PyModule.Kind.MODULE, make));
    String inside =
        Names.isAttribute(node.name)
            ? owner + "." + node.name
            : owner + ".get_submodule(" + PyText.text(node.name) + ")";
    node.inner.values().forEach(inner -> add(inside, inner, children));
  }

  private static Py list(Node node) {
    List<Py> elements = new ArrayList<>();
    for (Node inner : node.inner.values()) {
      elements.add(inner.isLeaf() ? inner.member.orElseThrow().make() : list(inner));
    }
    return Py.call("nn.ModuleList", new Py.ListOf(repeated(elements, Py::equals)));
  }

  /** Equal modules in a row, once. */
  static List<Py> repeated(List<Py> elements, BiPredicate<Py, Py> equal) {
    List<Py> shorter = new ArrayList<>();
    int from = 0;
    while (from < elements.size()) {
      int to = from + 1;
      while (to < elements.size() && equal.test(elements.get(from), elements.get(to))) {
        to++;
      }
      shorter.add(
          to - from == 1
              ? elements.get(from)
              : new Py.Repeated(elements.get(from), Py.of((long) (to - from), "depth")));
      from = to;
    }
    return shorter;
  }
}
