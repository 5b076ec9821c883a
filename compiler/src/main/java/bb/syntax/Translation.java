package bb.syntax;

import bb.foreign.Foreign;
import bb.foreign.Foreign.Kind;
import bb.foreign.Foreign.Parameter;
import bb.foreign.ForeignArguments;
import bb.foreign.ForeignArguments.Behind;
import bb.foreign.ForeignArguments.LeftOut;
import bb.foreign.ForeignArguments.Renamed;
import bb.foreign.ForeignLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rewrites a call in the words of another framework: {@code nn.Conv2d(3, 64, 3, padding=1)} is
 * {@code conv(64, 3, padding: 1)}. What has no exact counterpart is not translated at all.
 */
public final class Translation {
  /** Layers of several tensors, and other frameworks' way to give these as one list. */
  private static final Set<String> JOINS =
      Set.of("concat", "add", "sub", "mul", "div", "matmul", "attention");

  /** Layers whose axis other frameworks count from the batch. */
  private static final Set<String> COUNTED_FROM_BATCH = Set.of("concat", "softmax", "split");

  /** Why arguments were left out, or why they have other values. */
  private final List<String> whys = new ArrayList<>();

  private Translation() {}

  /** The text in bb, and why it is not just the same call under another name. */
  public record Result(String text, List<String> whys) {
    public Result {
      whys = List.copyOf(whys);
    }
  }

  /** The call in bb, if all of it can be said there. */
  public static Optional<Result> of(Ast.Call call) {
    var translation = new Translation();
    return translation.call(call).map(text -> new Result(text, translation.whys));
  }

  /** A bare name, or a name with modules before it, as a step or a value. */
  public static Optional<Result> of(String word) {
    return ForeignLayers.find(word)
        .flatMap(foreign ->
            switch (foreign) {
              case Foreign.Layer layer -> Optional.of(new Result(layer.name(), List.of()));
              case Foreign.Text(var text, var why) -> Optional.of(new Result(text, List.of(why)));
              case Foreign.Advice _ -> Optional.empty();
            });
  }

  // ---- expressions

  /** An expression with its values in bb's words. */
  static String text(Ast.Expr expr) {
    return new Translation().value(expr);
  }

  private String value(Ast.Expr expr) {
    return switch (expr) {
      case Ast.Call call -> call(call).orElse(call.span().text());
      case Ast.ListExpr(var elements, _) -> list("[", elements, "]");
      case Ast.TupleExpr(var elements, _) when elements.size() > 1 -> list("(", elements, ")");
      case Ast.Reference(var name, _) when name.text().equals("True") -> "true";
      case Ast.Reference(var name, _) when name.text().equals("False") -> "false";
      default -> expr.span().text();
    };
  }

  private String list(String open, List<Ast.Expr> elements, String close) {
    return elements.stream().map(this::value).collect(Collectors.joining(", ", open, close));
  }

  private Optional<String> call(Ast.Call call) {
    String word = call.callee().text();
    if (word.equals("range")) {
      return range(call);
    }
    if (word.endsWith("Sequential")) {
      return sequence(call);
    }
    return switch (ForeignLayers.find(word).orElse(null)) {
      case Foreign.Layer layer -> layer(layer, call);
      case Foreign.Text(var text, var why) -> {
        whys.add(why);
        yield Optional.of(text);
      }
      case Foreign.Advice _ -> Optional.empty();
      case null ->
          word.contains(".")
              ? Optional.empty()
              : Optional.of(text(word, call.arguments().stream().map(this::same).toList()));
    };
  }

  private static Optional<String> range(Ast.Call call) {
    List<Ast.Argument> arguments = call.arguments();
    if (arguments.isEmpty() || arguments.size() > 2) {
      return Optional.empty();
    }
    String from = arguments.size() == 1 ? "0" : arguments.getFirst().value().span().text();
    return Optional.of(from + ".." + operand(arguments.getLast().value()));
  }

  private static String operand(Ast.Expr expr) {
    String text = expr.span().text();
    return expr instanceof Ast.Conditional ? "(" + text + ")" : text;
  }

  private Optional<String> sequence(Ast.Call call) {
    return call.arguments().isEmpty()
        ? Optional.empty()
        : Optional.of(
            call.arguments().stream()
                .map(a -> value(a.value()))
                .collect(Collectors.joining("; ", "{ ", " }")));
  }

  // ---- layers

  private Optional<String> layer(Foreign.Layer layer, Ast.Call call) {
    List<Ast.Argument> positional =
        call.arguments().stream().filter(a -> a.name().isEmpty()).toList();
    List<String> texts = new ArrayList<>();
    List<String> behind = new ArrayList<>();
    boolean fits =
        JOINS.contains(layer.name())
            ? joined(layer, positional, texts)
            : inOrder(layer, call, positional, texts);
    if (!fits) {
      return Optional.empty();
    }
    for (Ast.Argument argument : call.arguments()) {
      if (argument.name().isPresent() && !named(layer, argument, texts, behind)) {
        return Optional.empty();
      }
    }
    String then = behind.stream().map(b -> " -> " + b).collect(Collectors.joining());
    return Optional.of(text(layer.name(), texts) + then);
  }

  /** Tensors, or one list of them, and an axis. */
  private boolean joined(Foreign.Layer layer, List<Ast.Argument> positional, List<String> texts) {
    for (Ast.Argument argument : positional) {
      switch (argument.value()) {
        case Ast.ListExpr(var elements, _) -> elements.forEach(e -> texts.add(value(e)));
        case Ast.TupleExpr(var elements, _) -> elements.forEach(e -> texts.add(value(e)));
        case Ast.IntLiteral(var axis, _) when takes(layer, "axis") ->
            texts.add("axis: " + axis(layer, axis));
        default -> texts.add(value(argument.value()));
      }
    }
    return true;
  }

  /** Arguments by position, of which bb infers some and takes some by name only. */
  private boolean inOrder(
      Foreign.Layer layer, Ast.Call call, List<Ast.Argument> positional, List<String> texts) {
    List<Ast.Argument> rest = positional;
    if (isFunction(call) && !rest.isEmpty()) {
      texts.add(value(rest.getFirst().value()));
      rest = rest.subList(1, rest.size());
    }
    if (layer.parameters().stream().anyMatch(p -> p.kind() == Kind.NUMBERS)) {
      if (!rest.isEmpty()) {
        texts.add(numbers(layer, call, rest.stream().map(Ast.Argument::value).toList()));
      }
      return true;
    }
    List<Parameter> parameters = parameters(layer, call, rest.size());
    if (rest.size() > parameters.size()) {
      return false;
    }
    for (int i = 0; i < rest.size(); i++) {
      Parameter parameter = parameters.get(i);
      String value = value(rest.get(i).value());
      switch (parameter.kind()) {
        case INFERRED -> whys.add("`%s` is known from what flows in".formatted(parameter.name()));
        case POSITIONAL, NUMBERS -> texts.add(value);
        case NAMED -> texts.add(parameter.name() + ": " + value);
      }
    }
    return true;
  }

  /** What a call of the other framework's layer gives by position. */
  private static List<Parameter> parameters(Foreign.Layer layer, Ast.Call call, int positional) {
    long required = layer.parameters().stream().filter(Translation::isPositional).count();
    long byName =
        call.arguments().stream()
            .flatMap(a -> a.name().stream())
            .filter(name -> isRequired(layer, name.text()))
            .count();
    boolean infers = positional + byName > required && !call.callee().text().equals(layer.name());
    return layer.parameters().stream().filter(p -> infers || p.kind() != Kind.INFERRED).toList();
  }

  private static boolean isPositional(Parameter parameter) {
    return parameter.kind() == Kind.POSITIONAL;
  }

  private static boolean isRequired(Foreign.Layer layer, String name) {
    return ForeignArguments.find(name, ours -> takes(layer, ours)).orElse(null)
            instanceof Renamed(var ours)
        && layer.parameters().stream().anyMatch(p -> isPositional(p) && p.name().equals(ours));
  }

  /** A shape or an order as a list; of a {@code view}, without the batch. */
  private String numbers(Foreign.Layer layer, Ast.Call call, List<Ast.Expr> values) {
    List<Ast.Expr> numbers =
        values.size() == 1 && values.getFirst() instanceof Ast.ListExpr(var elements, _)
            ? elements
            : values.size() == 1 && values.getFirst() instanceof Ast.TupleExpr(var tuple, _)
                ? tuple
                : values;
    boolean batch =
        layer.name().equals("reshape")
            && call.callee().text().endsWith("view")
            && numbers.size() > 1
            && numbers.getFirst().span().text().matches(".*(size|shape).*|-1|B|N|b|batch.*");
    if (batch) {
      whys.add("the batch is not written: `%s`".formatted(numbers.getFirst().span().text()));
    }
    return list("[", batch ? numbers.subList(1, numbers.size()) : numbers, "]");
  }

  /** False if the argument has no meaning that can be written. */
  private boolean named(
      Foreign.Layer layer, Ast.Argument argument, List<String> texts, List<String> behind) {
    String name = argument.name().orElseThrow().text();
    if (takes(layer, name)) {
      texts.add(name + ": " + word(argument.value()));
      return true;
    }
    return switch (ForeignArguments.find(name, ours -> takes(layer, ours)).orElse(null)) {
      case Renamed(var ours) -> {
        boolean axis = ours.equals("axis") && argument.value() instanceof Ast.IntLiteral;
        texts.add(
            ours
                + ": "
                + (axis
                    ? axis(layer, ((Ast.IntLiteral) argument.value()).value())
                    : word(argument.value())));
        yield true;
      }
      case LeftOut(var why) -> {
        whys.add("`%s` %s".formatted(name, why));
        yield true;
      }
      case Behind _ -> {
        String activation = word(argument.value()).replace("\"", "");
        behind.add(of(activation).map(Result::text).orElse(activation.toLowerCase(Locale.ROOT)));
        whys.add("an activation is a layer of its own");
        yield true;
      }
      case null -> false;
    };
  }

  private String word(Ast.Expr value) {
    String text = value(value);
    return switch (text.replace('\'', '"')) {
      case "\"same\"", "\"SAME\"" -> "same";
      case "\"valid\"", "\"VALID\"" -> "0";
      default -> text.replace('\'', '"');
    };
  }

  private long axis(Foreign.Layer layer, long axis) {
    if (axis < 1 || !COUNTED_FROM_BATCH.contains(layer.name())) {
      return axis;
    }
    whys.add("axes are counted without the batch, from 0");
    return axis - 1;
  }

  /** Whether the first argument is a tensor: {@code F.relu(x)}. */
  private static boolean isFunction(Ast.Call call) {
    return call.callee().text().matches("(F|torch|nn\\.functional|torch\\.nn\\.functional)\\..*")
        && !call.callee().text().startsWith("torch.nn.")
        && Character.isLowerCase(
            call.callee().text().charAt(call.callee().text().lastIndexOf('.') + 1));
  }

  private static boolean takes(Foreign.Layer layer, String name) {
    return layer.parameters().stream()
        .anyMatch(p -> p.kind() != Kind.INFERRED && p.name().equals(name));
  }

  private String same(Ast.Argument argument) {
    String value = value(argument.value());
    return argument.name().map(name -> name.text() + ": " + value).orElse(value);
  }

  private static String text(String name, List<String> arguments) {
    return arguments.isEmpty() ? name : name + "(" + String.join(", ", arguments) + ")";
  }
}
