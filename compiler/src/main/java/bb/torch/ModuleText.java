package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.PyModule.Child;
import bb.torch.PyModule.Statement;
import java.util.ArrayList;
import java.util.List;

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
      lines.add(signature(module));
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

  private static String signature(PyModule module) {
    List<String> all = new ArrayList<>(List.of("self"));
    all.addAll(module.parameters());
    return "    def __init__(" + String.join(", ", all) + "):";
  }

  private static List<String> sequential(PyModule module) {
    List<String> lines = new ArrayList<>(List.of(signature(module)));
    List<Py> makes =
        Members.repeated(module.children().stream().map(Child::make).toList(), Py::equals);
    lines.addAll(PyText.lines(BODY, "", Py.call("super().__init__", makes.toArray(Py[]::new)), ""));
    return lines;
  }

  private static List<String> made(PyModule module) {
    List<String> lines = new ArrayList<>();
    for (String kept : module.kept()) {
      lines.add(BODY + "self." + kept + " = " + kept);
    }
    for (Child child : module.children()) {
      int space = child.name().indexOf(' ');
      lines.addAll(
          made(child, child.name().substring(0, space), child.name().substring(space + 1)));
    }
    return lines;
  }

  private static List<String> made(Child child, String owner, String name) {
    boolean attribute = Names.isAttribute(name);
    String text = PyText.text(name);
    String add = Names.isTaken(name) ? "_modules[" + text + "] = " : "";
    return switch (child.kind()) {
      case MODULE ->
          attribute
              ? PyText.lines(BODY, owner + "." + name + " = ", child.make(), "")
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
    statements.forEach(statement -> lines.addAll(statement(statement)));
    if (results.size() == 1) {
      lines.addAll(PyText.lines(BODY, "return ", results.getFirst(), ""));
    } else {
      String all = String.join(", ", results.stream().map(PyText::of).toList());
      lines.add(BODY + "return " + all);
    }
    return lines;
  }

  private static List<String> statement(Statement statement) {
    return switch (statement) {
      case Statement.Assign(var targets, var value) ->
          PyText.lines(BODY, String.join(", ", targets) + " = ", value, "");
      case Statement.Loop(var variable, var over, var target, var value) -> {
        List<String> lines = new ArrayList<>();
        lines.add(BODY + "for " + variable + " in " + PyText.of(over) + ":");
        lines.addAll(PyText.lines(BODY + "    ", target + " = ", value, ""));
        yield lines;
      }
    };
  }
}
