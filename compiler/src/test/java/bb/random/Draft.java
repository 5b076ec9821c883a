package bb.random;

import bb.random.Scope.Symbol;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is of a source file, and the choices that make the rest of it. */
final class Draft {
  /** A block that was declared: how it is called, and for what. */
  record Block(String call, Shape in, Shape out) {}

  private final Choices choices;
  private final List<Symbol> constants = new ArrayList<>();
  private final List<String> declarations = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private int names;

  Draft(Choices choices) {
    this.choices = choices;
  }

  Choices choices() {
    return choices;
  }

  List<String> declarations() {
    return declarations;
  }

  List<Block> blocks() {
    return blocks;
  }

  /** A name for a number in all of the file. */
  void constant(long value) {
    Symbol symbol = new Symbol(fresh("SIZE"), value);
    constants.add(symbol);
    declarations.add("let " + symbol.name() + " = " + value);
  }

  /** The scope of a declaration. */
  Scope scope() {
    return Scope.of(constants);
  }

  /** A name that nothing has yet. */
  String fresh(String prefix) {
    return prefix + names++;
  }

  /** The name of a further input of the network, mostly where it may have one. */
  Optional<String> input(Scope scope, TensorType type) {
    return scope
        .inputs()
        .filter(_ -> !choices.oneIn(4))
        .map(inputs -> {
          String name = fresh("x_");
          String element = type.dtype() == DType.FLOAT32 ? "" : type.dtype() + " ";
          inputs.add("input " + name + ": " + element + type.shape());
          return name;
        });
  }

  /** An int as one of the expressions that have its value. */
  String number(Scope scope, long value) {
    List<String> texts = new ArrayList<>(List.of(String.valueOf(value)));
    scope.symbols().stream()
        .filter(symbol -> symbol.value() == value)
        .forEach(symbol -> texts.add(symbol.name()));
    scope.symbols().stream()
        .filter(symbol -> value % symbol.value() == 0 && value > symbol.value())
        .forEach(symbol -> texts.add(value / symbol.value() + " * " + symbol.name()));
    texts.add("max(1, %d)".formatted(Math.max(1, value)));
    texts.add("[7, %d][-1]".formatted(value));
    texts.add("(if %d > 3 then %d else %d)".formatted(value, value, value));
    String text = texts.get(choices.below(texts.size()));
    return text.startsWith("max(") && value < 1 ? String.valueOf(value) : text;
  }
}
