package bb.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints expressions: on one line, or broken at the outermost brackets as Black breaks them. */
public final class PyText {
  /** Characters of a line. */
  public static final int WIDTH = 100;

  private static final Map<String, Integer> STRENGTH =
      Map.ofEntries(
          Map.entry("|", 2),
          Map.entry("&", 3),
          Map.entry("==", 1),
          Map.entry("!=", 1),
          Map.entry("<", 1),
          Map.entry("<=", 1),
          Map.entry(">", 1),
          Map.entry(">=", 1),
          Map.entry("+", 4),
          Map.entry("-", 4),
          Map.entry("*", 5),
          Map.entry("/", 5),
          Map.entry("//", 5),
          Map.entry("%", 5),
          Map.entry("@", 5),
          Map.entry("**", 8));

  private static final int UNARY = 6;
  private static final int PRIMARY = 10;

  private PyText() {}

  /** On one line. */
  public static String of(Py py) {
    return switch (py) {
      case Py.Const(var value, _) -> literal(value);
      case Py.Name(var text) -> text;
      case Py.In(var index) -> "<" + index + ">";
      case Py.Self _ -> "<self>";
      case Py.Own(var name) -> "<" + name + ">";
      case Py.Call(var function, var arguments) ->
          primary(function) + "(" + arguments(arguments) + ")";
      case Py.Attr(var of, var name) -> primary(of) + "." + name;
      case Py.Index(var of, var at) -> primary(of) + "[" + list(at) + "]";
      case Py.Range(var from, var to, var step) ->
          from.map(PyText::of).orElse("")
              + ":"
              + to.map(PyText::of).orElse("")
              + step.map(s -> ":" + of(s)).orElse("");
      case Py.Binary(var operator, var left, var right) ->
          operand(left, STRENGTH.get(operator) + (operator.equals("**") ? 1 : 0))
              + " "
              + operator
              + " "
              + operand(right, STRENGTH.get(operator) + (operator.equals("**") ? 0 : 1));
      case Py.Unary(var operator, var operand) -> operator + operand(operand, UNARY);
      case Py.Tuple(var elements) ->
          elements.size() == 1 ? "(" + of(elements.getFirst()) + ",)" : "(" + list(elements) + ")";
      case Py.ListOf(var elements)
          when elements.size() == 1 && elements.getFirst() instanceof Py.Repeated only ->
          of(only).substring(1);
      case Py.ListOf(var elements) -> "[" + list(elements) + "]";
      case Py.Repeated(var element, var variable, var count) ->
          "*[" + of(element) + " for " + variable + " in range(" + of(count) + ")]";
      case Py.Lambda(var parameters, var value) -> lambda(parameters) + of(value);
      case Py.If(var condition, var then, var otherwise) ->
          operand(then, 1) + " if " + operand(condition, 1) + " else " + of(otherwise);
      case Py.When(var condition, var element) ->
          "*([" + of(element) + "] if " + operand(condition, 1) + " else [])";
    };
  }

  private static String lambda(List<String> parameters) {
    return "lambda " + String.join(", ", parameters) + ": ";
  }

  private static String list(List<Py> elements) {
    return elements.stream().map(PyText::of).collect(Collectors.joining(", "));
  }

  private static String arguments(List<Py.Arg> arguments) {
    return written(arguments).stream().map(PyText::argument).collect(Collectors.joining(", "));
  }

  private static List<Py.Arg> written(List<Py.Arg> arguments) {
    return arguments.stream().filter(argument -> !isDefault(argument)).toList();
  }

  private static boolean isDefault(Py.Arg argument) {
    return argument.value() instanceof Py.Const(var value, _)
        && argument.omitted().equals(Optional.of(value));
  }

  private static String argument(Py.Arg argument) {
    return argument.name().map(name -> name + "=").orElse("") + of(argument.value());
  }

  private static String primary(Py py) {
    return operand(py, PRIMARY);
  }

  private static String operand(Py py, int least) {
    String text = of(py);
    return strength(py) < least ? "(" + text + ")" : text;
  }

  private static int strength(Py py) {
    return switch (py) {
      case Py.Binary(var operator, _, _) -> STRENGTH.get(operator);
      case Py.Unary _ -> UNARY;
      case Py.If _ -> 0;
      case Py.Const(Long value, _) when value < 0 -> UNARY;
      case Py.Const(Double value, _) when value < 0 -> UNARY;
      default -> PRIMARY;
    };
  }

  /** A value as Python writes it. */
  public static String literal(Object value) {
    return switch (value) {
      case Boolean flag -> flag ? "True" : "False";
      case Py expression -> of(expression);
      case String text -> text(text);
      case Double number -> number(number);
      case List<?> list ->
          list.stream()
              .map(PyText::literal)
              .collect(Collectors.joining(", ", "(", list.size() == 1 ? ",)" : ")"));
      default -> value.toString();
    };
  }

  /** What Python reads as this text, whatever is in it. */
  public static String text(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }

  private static String number(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "math.inf" : "-math.inf";
    }
    return Double.toString(number).replace("E-", "e-").replace("E", "e");
  }

  /**
   * As lines: the first begins with {@code prefix}, and all are indented.
   *
   * @param suffix behind the expression
   */
  public static List<String> lines(String indent, String prefix, Py py, String suffix) {
    String flat = indent + prefix + of(py) + suffix;
    if (flat.length() <= WIDTH) {
      return List.of(flat);
    }
    return switch (py) {
      case Py.Call(var function, var arguments) when !written(arguments).isEmpty() -> {
        List<String> lines = new ArrayList<>();
        lines.add(indent + prefix + primary(function) + "(");
        for (Py.Arg argument : written(arguments)) {
          String name = argument.name().map(n -> n + "=").orElse("");
          lines.addAll(lines(indent + "    ", name, argument.value(), ","));
        }
        lines.add(indent + ")" + suffix);
        yield lines;
      }
      case Py.ListOf(var elements)
          when elements.size() == 1 && elements.getFirst() instanceof Py.Repeated only ->
          lines(indent, prefix, only, suffix).stream()
              .map(line -> line.replaceFirst("^(\\s*.*?)\\*\\[$", "$1["))
              .toList();
      case Py.ListOf(var elements) when elements.stream().noneMatch(PyText::isPlain) ->
          bracketed(indent, prefix + "[", elements, "]" + suffix);
      case Py.ListOf(var elements) -> filled(indent, prefix + "[", elements, "]" + suffix);
      case Py.Tuple(var elements) -> bracketed(indent, prefix + "(", elements, ")" + suffix);
      case Py.Attr(Py.Call call, var name) -> lines(indent, prefix, call, "." + name + suffix);
      case Py.Index(Py.Call call, var at) ->
          lines(indent, prefix, call, "[" + list(at) + "]" + suffix);
      case Py.Repeated(var element, var variable, var count) -> {
        List<String> lines = new ArrayList<>();
        lines.add(indent + prefix + "*[");
        lines.addAll(lines(indent + "    ", "", element, ""));
        lines.add(indent + "    for " + variable + " in range(" + of(count) + ")");
        lines.add(indent + "]" + suffix);
        yield lines;
      }
      case Py.If(var condition, var then, Py.Call otherwise) when then instanceof Py.Call -> {
        List<String> lines = new ArrayList<>(lines(indent, prefix, then, ""));
        String rest = " if " + operand(condition, 1) + " else " + of(otherwise) + suffix;
        lines.set(lines.size() - 1, lines.getLast() + rest);
        yield lines;
      }
      case Py.Lambda(var parameters, var value) ->
          lines(indent, prefix + lambda(parameters), value, suffix);
      case Py.Binary _ when !prefix.isBlank() -> {
        List<String> lines = new ArrayList<>();
        lines.add(indent + prefix + "(");
        List<Py> terms = new ArrayList<>();
        String operator = terms(py, terms);
        for (int i = 0; i < terms.size(); i++) {
          int strength = STRENGTH.get(operator) + (i == 0 ? 0 : 1);
          String before = i == 0 ? "" : operator + " ";
          lines.addAll(
              strength(terms.get(i)) < strength
                  ? List.of(indent + "    " + before + operand(terms.get(i), strength))
                  : lines(indent + "    ", before, terms.get(i), ""));
        }
        lines.add(indent + ")" + suffix);
        yield lines;
      }
      default -> List.of(flat);
    };
  }

  /** The operands of a chain of one operator. */
  private static String terms(Py py, List<Py> terms) {
    Py.Binary chain = (Py.Binary) py;
    Py left = chain.left();
    if (left instanceof Py.Binary(var operator, _, _) && operator.equals(chain.operator())) {
      terms(left, terms);
    } else {
      terms.add(left);
    }
    terms.add(chain.right());
    return chain.operator();
  }

  private static boolean isPlain(Py py) {
    return py instanceof Py.Const || py instanceof Py.Name || py instanceof Py.Unary;
  }

  private static List<String> bracketed(
      String indent, String open, List<Py> elements, String close) {
    List<String> lines = new ArrayList<>(List.of(indent + open));
    elements.forEach(element -> lines.addAll(lines(indent + "    ", "", element, ",")));
    lines.add(indent + close);
    return lines;
  }

  /** As many elements as fit on each line. */
  private static List<String> filled(String indent, String open, List<Py> elements, String close) {
    List<String> lines = new ArrayList<>(List.of(indent + open));
    StringBuilder line = new StringBuilder(indent + "   ");
    for (Py element : elements) {
      String text = " " + of(element) + ",";
      if (line.length() + text.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent + "   ");
      }
      line.append(text);
    }
    lines.add(line.toString());
    lines.add(indent + close);
    return lines;
  }
}
