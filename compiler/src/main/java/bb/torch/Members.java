package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.Draft.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Whether it is numbered with gaps, as where layers without weights lie between. */
    boolean isDict() {
      return member.isEmpty()
          && !name.isEmpty()
          && !inner.isEmpty()
          && !isList()
          && inner.values().stream().allMatch(n -> Drafting.isNumber(n.name) && n.isModule());
    }

    boolean isModule() {
      return member.map(m -> m.kind() == PyModule.Kind.MODULE).orElse(true)
          && (inner.isEmpty() || isList() || isDict());
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
    if (node.isDict()) {
      return at.at(Py.name(PyText.text(next.name)));
    }
    String getter =
        switch (next.member.map(Member::kind).orElse(PyModule.Kind.MODULE)) {
          case MODULE -> "get_submodule";
          case PARAMETER -> "get_parameter";
          case BUFFER, CONSTANT -> "get_buffer";
        };
    return Names.isAttribute(next.name)
        ? at.attr(next.name)
        : at.method(getter, Py.name(Words.read(next.name)));
  }

  /** A tensor below a member. */
  private Py tensor(String path) {
    int dot = path.lastIndexOf('.');
    if (dot > 0
        && all.containsKey(path.substring(0, dot))
        && Names.isAttribute(path.substring(dot + 1))) {
      return path(path.substring(0, dot)).attr(path.substring(dot + 1));
    }
    if (Stream.of(path.split("\\.")).allMatch(Names::isAttribute)) {
      return Py.name("self." + path);
    }
    for (int end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
      String module = path.substring(0, end);
      if (all.containsKey(module)) {
        return path(module).method("get_parameter", Py.name(PyText.text(path.substring(end + 1))));
      }
    }
    return Py.name("self").method("get_parameter", Py.name(PyText.text(path)));
  }

  /** A list's modules, or some of them. */
  Py list(String path, Optional<Draft.Part> part) {
    Py list = path(path);
    return part.<Py>map(p ->
            list.at(
                new Py.Range(
                    p.from() == 0 ? Optional.empty() : Optional.of(number(p.from())),
                    p.to().map(Members::number),
                    Optional.empty())))
        .orElse(list);
  }

  private static Py number(int number) {
    return Py.name(String.valueOf(number));
  }

  /** How many modules a list has. */
  int size(String path) {
    return node(path).inner.size();
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
    if (node.isList() || node.isDict()) {
      children.add(
          new PyModule.Child(owner + " " + node.name, PyModule.Kind.MODULE, container(node)));
      return;
    }
    Py make = node.member.map(Member::make).orElse(Py.call("nn.Module", new Py[0]));
    children.add(new PyModule.Child(owner + " " + node.name, PyModule.Kind.MODULE, make));
    String inside =
        Names.isAttribute(node.name)
            ? owner + "." + node.name
            : owner + ".get_submodule(" + Words.made(node.name) + ")";
    node.inner.values().forEach(inner -> add(inside, inner, children));
  }

  private static Py container(Node node) {
    List<Py> elements = new ArrayList<>();
    for (Node inner : node.inner.values()) {
      Py made = inner.isLeaf() ? inner.member.orElseThrow().make() : container(inner);
      elements.add(
          node.isList() ? made : new Py.Tuple(List.of(Py.name(PyText.text(inner.name)), made)));
    }
    return node.isList()
        ? Py.call("nn.ModuleList", new Py.ListOf(elements))
        : Py.call("nn.ModuleDict", new Py.ListOf(elements));
  }
}
