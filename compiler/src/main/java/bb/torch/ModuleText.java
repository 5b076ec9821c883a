package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.PyModule.Child;
import bb.torch.PyModule.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints a class. */
final class ModuleText {
  private static final String BODY = "        ";

  private ModuleText() {}

  static List<String> of(PyModule module) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "class " + module.name() + (module.sequential() ? "(nn.Sequential):" : "(nn.Module):"));
    if (!module.doc().isBlank()) {
      lines.addAll(doc("    ", module.doc()));
      lines.add("");
    }
    if (module.sequential()) {
      lines.addAll(sequential(module));
      return lines;
    }
    List<String> made = made(module);
    if (!made.isEmpty()) {
      lines.addAll(signature(module));
      lines.add(BODY + "super().__init__()");
      lines.addAll(made);
      lines.add("");
    }
    lines.addAll(forward(module));
    return lines;
  }

  /** A docstring, whatever is in the text. */
  static List<String> doc(String indent, String text) {
    String plain = text.replace("\\", "\\\\").replace("\"", "\\\"").strip();
    List<String> lines =
        new ArrayList<>(plain.lines().map(line -> (indent + line).stripTrailing()).toList());
    lines.set(0, indent + "\"\"\"" + lines.getFirst().strip());
    lines.set(lines.size() - 1, lines.getLast() + "\"\"\"");
    return lines;
  }

  private static List<String> signature(PyModule module) {
    List<Py> all = new ArrayList<>(List.of(Py.name("self")));
    module
        .parameters()
        .forEach(parameter ->
            all.add(
                Py.name(parameter.name() + parameter.otherwise().map(v -> "=" + v).orElse(""))));
    return PyText.lines("    ", "def ", Py.call("__init__", all.toArray(Py[]::new)), ":");
  }

  private static List<String> sequential(PyModule module) {
    List<String> lines = new ArrayList<>(signature(module));
    List<Py> makes = Series.of(module.children().stream().map(Child::make).toList());
    lines.addAll(sequence("", (Py.Call) Py.call("super().__init__", makes.toArray(Py[]::new))));
    return lines;
  }

  /** The call of a {@code Sequential}: if some of its modules are not always there, of a list. */
  private static List<String> sequence(String prefix, Py.Call call) {
    if (call.arguments().stream().noneMatch(argument -> argument.value() instanceof Py.When)) {
      return PyText.lines(BODY, prefix, call, "");
    }
    List<String> lines = new ArrayList<>();
    List<Py> first =
        call.arguments().stream()
            .map(Py.Arg::value)
            .takeWhile(element -> !(element instanceof Py.When))
            .toList();
    lines.addAll(PyText.lines(BODY, "layers = ", new Py.ListOf(first), ""));
    for (Py.Arg argument : call.arguments().subList(first.size(), call.arguments().size())) {
      switch (argument.value()) {
        case Py.When(var condition, var element) -> {
          lines.add(BODY + "if " + PyText.of(condition) + ":");
          lines.addAll(appended(BODY + "    ", element));
        }
        case Py element -> lines.addAll(appended(BODY, element));
      }
    }
    lines.addAll(
        PyText.lines(
            BODY, prefix, new Py.Call(call.function(), List.of(Py.arg(Py.name("*layers")))), ""));
    return lines;
  }

  private static List<String> appended(String indent, Py element) {
    return element instanceof Py.Repeated
        ? PyText.lines(indent, "layers += ", new Py.ListOf(List.of(element)), "")
        : PyText.lines(indent, "", Py.call("layers.append", element), "");
  }

  private static List<String> made(PyModule module) {
    List<String> lines = new ArrayList<>();
    module
        .kept()
        .forEach(
            (attribute, parameter) -> lines.add(BODY + "self." + attribute + " = " + parameter));
    Optional<Py> before = Optional.empty();
    for (Child child : module.children()) {
      int space = child.name().indexOf(' ');
      String owner = child.name().substring(0, space);
      String name = child.name().substring(space + 1);
      if (child.make() instanceof Py.When(var condition, var make)) {
        if (!before.equals(Optional.of(condition))) {
          lines.add(BODY + "if " + PyText.of(condition) + ":");
        }
        before = Optional.of(condition);
        made(new Child(child.name(), child.kind(), make), owner, name)
            .forEach(line -> lines.add("    " + line));
      } else {
        lines.addAll(made(child, owner, name));
        before = Optional.empty();
      }
    }
    return lines;
  }

  private static List<String> made(Child child, String owner, String name) {
    boolean attribute = Names.isAttribute(name);
    String text = Words.made(name);
    String add = Names.isTaken(name) ? "_modules[" + text + "] = " : "";
    return switch (child.kind()) {
      case MODULE ->
          attribute
              ? module(owner + "." + name + " = ", child.make())
              : add.isEmpty()
                  ? PyText.lines(
                      BODY, "", Py.call(owner + ".add_module", Py.name(text), child.make()), "")
                  : PyText.lines(BODY, owner + "." + add, child.make(), "");
      case PARAMETER -> {
        Py parameter = Py.call("nn.Parameter", child.make());
        yield attribute
            ? PyText.lines(BODY, owner + "." + name + " = ", parameter, "")
            : PyText.lines(
                BODY, "", Py.call(owner + ".register_parameter", Py.name(text), parameter), "");
      }
      case BUFFER ->
          PyText.lines(
              BODY, "", Py.call(owner + ".register_buffer", Py.name(text), child.make()), "");
      case CONSTANT ->
          PyText.lines(
              BODY,
              "",
              Py.call(
                  owner + ".register_buffer",
                  Py.arg(Py.name(text)),
                  Py.arg(child.make()),
                  Py.arg("persistent", Py.of(false))),
              "");
    };
  }

  private static List<String> module(String prefix, Py make) {
    return make instanceof Py.Call call && call.function().equals(Py.name("nn.Sequential"))
        ? sequence(prefix, call)
        : PyText.lines(BODY, prefix, make, "");
  }

  private static List<String> forward(PyModule module) {
    List<String> lines = new ArrayList<>();
    List<String> inputs = new ArrayList<>(List.of("self"));
    inputs.addAll(module.inputs());
    lines.add("    def forward(" + String.join(", ", inputs) + "):");
    List<Statement> statements = new ArrayList<>(module.statements());
    List<Py> results = new ArrayList<>(module.results());
    // what is computed last is returned as it is
    if (!statements.isEmpty()
        && results.size() == 1
        && statements.getLast() instanceof Statement.Assign(var targets, var value)
        && targets.size() == 1
        && results.getFirst().equals(Py.name(targets.getFirst()))) {
      statements.removeLast();
      results.set(0, value);
    }
    statements.forEach(statement -> lines.addAll(statement(BODY, statement)));
    if (results.size() == 1) {
      lines.addAll(PyText.lines(BODY, "return ", results.getFirst(), ""));
    } else {
      String all = String.join(", ", results.stream().map(PyText::of).toList());
      lines.add(BODY + "return " + all);
    }
    return lines;
  }

  private static List<String> block(String indent, String head, List<Statement> body) {
    List<String> lines = new ArrayList<>(List.of(indent + head));
    body.forEach(inner -> lines.addAll(statement(indent + "    ", inner)));
    return lines;
  }

  private static List<String> statement(String indent, Statement statement) {
    return switch (statement) {
      case Statement.Assign(var targets, var value) ->
          PyText.lines(indent, String.join(", ", targets) + " = ", value, "");
      case Statement.If(var condition, var then) ->
          block(indent, "if " + PyText.of(condition) + ":", then);
      case Statement.Do(var value) -> PyText.lines(indent, "", value, "");
      case Statement.Loop(var variable, var over, var each) ->
          block(indent, "for " + variable + " in " + PyText.of(over) + ":", each);
    };
  }
}
