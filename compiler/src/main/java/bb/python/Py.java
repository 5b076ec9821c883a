package bb.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A Python expression. Those that a layer is spelled with have places: for what flows in, for the
 * module that the layer becomes, and for its tensors where they are another layer's.
 */
public sealed interface Py {
  /**
   * A value that is known: a {@code Long}, {@code Double}, {@code Boolean}, {@code String}, a list
   * of them, or the expression of a function or a class. Where calls of a block differ in it, it
   * becomes a parameter of the class.
   *
   * @param hint what PyTorch calls such a value, for the parameter's name
   */
  record Const(Object value, String hint) implements Py {}

  /** A name as it stands, with dots perhaps: {@code x}, {@code F.relu}, {@code None}. */
  record Name(String text) implements Py {}

  /** What flows in, by its number. */
  record In(int index) implements Py {}

  /** The module that the layer is. */
  record Self() implements Py {}

  /** A tensor of the layer, by its local name. */
  record Own(String name) implements Py {}

  record Call(Py function, List<Arg> arguments) implements Py {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * An argument of a call.
   *
   * @param omitted the value with which it is not written
   */
  record Arg(Optional<String> name, Py value, Optional<Object> omitted) {}

  record Attr(Py of, String name) implements Py {}

  record Index(Py of, List<Py> at) implements Py {
    public Index {
      at = List.copyOf(at);
    }
  }

  /** A range of an index; what is empty is not written. */
  record Range(Optional<Py> from, Optional<Py> to, Optional<Py> step) implements Py {}

  record Binary(String operator, Py left, Py right) implements Py {}

  record Unary(String operator, Py operand) implements Py {}

  record Tuple(List<Py> elements) implements Py {
    public Tuple {
      elements = List.copyOf(elements);
    }
  }

  record ListOf(List<Py> elements) implements Py {
    public ListOf {
      elements = List.copyOf(elements);
    }
  }

  /** {@code *[element for variable in range(count)]}. */
  record Repeated(Py element, String variable, Py count) implements Py {
    public Repeated(Py element, Py count) {
      this(element, "_", count);
    }
  }

  /** {@code lambda i, j: value}. */
  record Lambda(List<String> parameters, Py value) implements Py {
    public Lambda {
      parameters = List.copyOf(parameters);
    }
  }

  /** {@code then if condition else otherwise}. */
  record If(Py condition, Py then, Py otherwise) implements Py {}

  /** Something that is there only under a condition. */
  record When(Py condition, Py element) implements Py {}

  Py X = new In(0);
  Py SELF = new Self();

  static Py of(Object value, String hint) {
    return new Const(value, hint);
  }

  static Py of(Object value) {
    return new Const(value, "value");
  }

  static Py name(String text) {
    return new Name(text);
  }

  static Arg arg(Py value) {
    return new Arg(Optional.empty(), value, Optional.empty());
  }

  static Arg arg(String name, Py value) {
    return new Arg(Optional.of(name), value, Optional.empty());
  }

  /** An argument by name that is left out where it has its default. */
  static Arg option(String name, Object value, Object omitted) {
    return new Arg(Optional.of(name), new Const(value, name), Optional.of(omitted));
  }

  static Py call(String function, Arg... arguments) {
    return new Call(new Name(function), Arrays.asList(arguments));
  }

  static Py call(String function, List<Arg> arguments) {
    return new Call(new Name(function), arguments);
  }

  static Py call(String function, Py... arguments) {
    return new Call(new Name(function), Stream.of(arguments).map(Py::arg).toList());
  }

  /** Calls this. */
  default Py apply(Py... arguments) {
    return new Call(this, Stream.of(arguments).map(Py::arg).toList());
  }

  default Py applyTo(List<Arg> arguments) {
    return new Call(this, arguments);
  }

  /** Calls a method of this. */
  default Py method(String name, Py... arguments) {
    return new Attr(this, name).apply(arguments);
  }

  default Py attr(String name) {
    return new Attr(this, name);
  }

  /** The transpose of the last two axes. */
  default Py transposed() {
    return this instanceof Attr(var of, var name) && name.equals("mT") ? of : new Attr(this, "mT");
  }

  default Py at(Py... indices) {
    return new Index(this, List.of(indices));
  }

  default Py with(String operator, Py right) {
    return new Binary(operator, this, right);
  }

  /** The expression with some parts replaced; the function answers for parts it replaces. */
  default Py replace(Function<Py, Optional<Py>> by) {
    Optional<Py> other = by.apply(this);
    if (other.isPresent()) {
      return other.get();
    }
    return switch (this) {
      case Const _, Name _, In _, Self _, Own _ -> this;
      case Call(var function, var arguments) -> {
        List<Arg> replaced = new ArrayList<>();
        Py called = function.replace(by);
        for (Arg argument : arguments) {
          replaced.add(new Arg(argument.name(), argument.value().replace(by), argument.omitted()));
        }
        yield new Call(called, replaced);
      }
      case Attr(var of, var name) -> new Attr(of.replace(by), name);
      case Index(var of, var at) -> new Index(of.replace(by), all(at, by));
      case Range(var from, var to, var step) ->
          new Range(
              from.map(p -> p.replace(by)),
              to.map(p -> p.replace(by)),
              step.map(p -> p.replace(by)));
      case Binary(var operator, var left, var right) ->
          new Binary(operator, left.replace(by), right.replace(by));
      case Unary(var operator, var operand) -> new Unary(operator, operand.replace(by));
      case Tuple(var elements) -> new Tuple(all(elements, by));
      case ListOf(var elements) -> new ListOf(all(elements, by));
      case Repeated(var element, var variable, var count) ->
          new Repeated(element.replace(by), variable, count.replace(by));
      case Lambda(var parameters, var value) -> new Lambda(parameters, value.replace(by));
      case If(var condition, var then, var otherwise) ->
          new If(condition.replace(by), then.replace(by), otherwise.replace(by));
      case When(var condition, var element) -> new When(condition.replace(by), element.replace(by));
    };
  }

  private static List<Py> all(List<Py> list, Function<Py, Optional<Py>> by) {
    return list.stream().map(each -> each.replace(by)).toList();
  }
}
