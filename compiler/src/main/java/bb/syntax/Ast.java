package bb.syntax;

import bb.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the parser makes of a {@code .bb} file. Every node has the span of its text. After a syntax
 * error the tree may hold {@link Missing} expressions; the elaborator is silent about those.
 */
public sealed interface Ast {
  Span span();

  /** A name as written. */
  record Name(String text, Span span) implements Ast {}

  record File(
      List<Import> imports,
      List<Declaration> declarations,
      List<Allow> allows,
      Unread unread,
      Span span)
      implements Ast {
    public File {
      imports = List.copyOf(imports);
      declarations = List.copyOf(declarations);
      allows = List.copyOf(allows);
    }
  }

  /**
   * {@code # bb: allow(unused-let)}: the warnings that are meant where they begin in {@code about}.
   * A comment for the compiler that is written in another way has no names.
   */
  record Allow(List<Name> names, Span about, Span span) implements Ast {
    public Allow {
      names = List.copyOf(names);
    }
  }

  /**
   * The lines of a file that were reported, and the words on them: whether these words name
   * something is not known until the lines are mended.
   */
  record Unread(Set<Integer> lines, Set<String> words) {
    public Unread {
      lines = Set.copyOf(lines);
      words = Set.copyOf(words);
    }
  }

  /** {@code import "path.bb"}; {@code path} is the text between the quotes. */
  record Import(String path, Span pathSpan, Span span) implements Ast {}

  // ---- declarations

  sealed interface Declaration extends Ast permits Block, Network, Variant, Let, Const {
    Name name();
  }

  /**
   * {@code block Name(parameters) : signature { body }}; {@code doc} is the text of its ## lines.
   * An {@code inline} one opens no scope of its own for the names of its steps.
   */
  record Block(
      boolean inline,
      Optional<String> doc,
      Name name,
      List<Parameter> parameters,
      Optional<Signature> signature,
      Body body,
      Span span)
      implements Declaration {
    public Block {
      parameters = List.copyOf(parameters);
    }
  }

  record Network(Optional<String> doc, Name name, List<Parameter> parameters, Body body, Span span)
      implements Declaration {
    public Network {
      parameters = List.copyOf(parameters);
    }
  }

  /** {@code network Name = Base(arguments)}. */
  record Variant(Optional<String> doc, Name name, Name base, List<Argument> arguments, Span span)
      implements Declaration {
    public Variant {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code let name = value}; at file level and in bodies. */
  record Let(Name name, Expr value, Span span) implements Declaration, Statement {}

  /**
   * {@code const name: int32 [7, 7] = (i, j) -> i - j}: a tensor of known numbers; at file level
   * and in bodies. Without indices the value is of all elements at once.
   */
  record Const(
      Name name, Optional<Name> dtype, List<Expr> shape, List<Name> indices, Expr value, Span span)
      implements Declaration, Statement {
    public Const {
      shape = List.copyOf(shape);
      indices = List.copyOf(indices);
    }
  }

  /** A compile-time parameter of a block or network. */
  record Parameter(Name name, TypeExpr type, Optional<Expr> defaultValue, Span span)
      implements Ast {}

  sealed interface TypeExpr extends Ast permits NamedType, TupleType {}

  /** {@code int float bool string list tensor layer}, as written. */
  record NamedType(Name name, Span span) implements TypeExpr {}

  /** {@code (int, int)}. */
  record TupleType(List<TypeExpr> elements, Span span) implements TypeExpr {
    public TupleType {
      elements = List.copyOf(elements);
    }
  }

  /** {@code [c, h, w] -> [2 * c, h, w]} or {@code ([t, d], [s, d]) -> [t, d]}. */
  record Signature(List<ShapePattern> inputs, List<ShapePattern> outputs, Span span)
      implements Ast {
    public Signature {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /** {@code [..., d]}: {@code anyLeading} says that it began with an ellipsis. */
  record ShapePattern(boolean anyLeading, List<Expr> dims, Span span) implements Ast {
    public ShapePattern {
      dims = List.copyOf(dims);
    }
  }

  // ---- statements

  record Body(List<Statement> statements, Span span) implements Ast {
    public Body {
      statements = List.copyOf(statements);
    }
  }

  sealed interface Statement extends Ast
      permits Let, Const, Input, Output, Param, Share, Assert, Checkpoint, Pipeline {}

  /**
   * {@code input image: int32 [3, 224, 224] preprocess(resize: 256, mean: [...])}; no dtype means
   * float32.
   */
  record Input(
      Name name, Optional<Name> dtype, List<Expr> shape, List<Argument> preprocess, Span span)
      implements Statement {
    public Input {
      shape = List.copyOf(shape);
      preprocess = List.copyOf(preprocess);
    }
  }

  /**
   * {@code output c2, c3[0], it labels: ["cat", "dog"]}: tensors bound with {@code as}, or {@code
   * it}.
   */
  record Output(List<Answer> answers, Span span) implements Statement {
    public Output {
      answers = List.copyOf(answers);
    }

    /** All that is written in it. */
    public List<Expr> expressions() {
      return answers.stream()
          .flatMap(answer -> Stream.concat(Stream.of(answer.tensor()), answer.labels().stream()))
          .toList();
    }
  }

  /**
   * A tensor that flows out.
   *
   * @param tensor a {@link Reference} or an {@link Index} of one
   * @param labels what its numbers are called
   */
  record Answer(Expr tensor, Optional<Expr> labels) {}

  /**
   * {@code param "h.{i}.alpha": [1, d] init: 0.02 as alpha}: a learnable tensor.
   *
   * @param name what the body calls it
   * @param path what the checkpoint calls it: the name, or a quoted text
   * @param trainable whether it is learned, or a {@code buffer}, which is loaded as it is
   */
  record Param(
      Name name, Template path, boolean trainable, List<Expr> shape, Optional<Expr> init, Span span)
      implements Statement {
    public Param {
      shape = List.copyOf(shape);
    }
  }

  /** {@code share name = Layer(arguments)}: every use of the name has the same parameters. */
  record Share(Name name, Expr layer, Span span) implements Statement {}

  /** {@code assert condition, "why"}, and {@code warn} in its place. */
  record Assert(Strength strength, Expr condition, Optional<Expr> reason, Span span)
      implements Statement {}

  /** What it means if a condition does not hold. */
  enum Strength {
    ASSERT,
    WARN;

    /** {@code assert}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * {@code checkpoint(prefix: "module.", rename: ["gamma" -> "weight"])}: how the names of
   * published files become the network's. A list of renames is one of pairs.
   */
  record Checkpoint(List<Argument> arguments, Span span) implements Statement {
    public Checkpoint {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * {@code label: a -> b -> c}. The label stands before the whole pipeline: with one layer step it
   * names that step, with several it opens a scope. Labels of later steps are in the steps.
   */
  record Pipeline(Optional<Label> label, List<Step> steps, Span span) implements Statement {
    public Pipeline {
      steps = List.copyOf(steps);
    }
  }

  /** A label, bare ({@code conv1}) or quoted ({@code "layer{i + 1}"}). */
  record Label(Template text, Span span) implements Ast {}

  /**
   * One step of a pipeline. Its label is empty on the first step (the pipeline has it). {@code step
   * as skip[i]} binds what flows out to a name, with an index where one is given; {@code as (a, b)}
   * binds each of several tensors.
   */
  record Step(Optional<Label> label, Action action, Optional<Binding> binding, Span span)
      implements Ast {}

  /** An index only where there is one name. */
  record Binding(List<Name> names, Optional<Expr> index, Span span) implements Ast {
    public Binding {
      names = List.copyOf(names);
    }
  }

  /** What a step does with what flows in. */
  sealed interface Action extends Ast permits Apply, Sequence, Repeat, Join, Group, Scale, If {}

  /**
   * Applies the layer that {@code callee} evaluates to; a tensor or a tuple of tensors as the first
   * step of a pipeline is its source instead.
   */
  record Apply(Expr callee, Span span) implements Action {}

  /** {@code { ... }}. */
  record Sequence(Body body, Span span) implements Action {}

  /**
   * {@code repeat n { }}, {@code repeat i in 0..n { }}, {@code repeat (a, b) in table { }}; with
   * {@code collect} the values that flowed are kept, the incoming one first.
   */
  record Repeat(boolean collect, Optional<Pattern> pattern, Expr range, Body body, Span span)
      implements Action {}

  sealed interface Pattern extends Ast permits NamePattern, TuplePattern {}

  record NamePattern(Name name, Span span) implements Pattern {}

  record TuplePattern(List<Pattern> elements, Span span) implements Pattern {
    public TuplePattern {
      elements = List.copyOf(elements);
    }
  }

  /** {@code concat(axis: 0) { | a | b }}: fan out into branches, then join. */
  record Join(JoinKind kind, List<Argument> arguments, List<Branch> branches, Span span)
      implements Action {
    public Join {
      arguments = List.copyOf(arguments);
      branches = List.copyOf(branches);
    }
  }

  enum JoinKind {
    PARALLEL,
    CONCAT,
    ADD,
    MUL;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** {@code | label: a -> b when condition}. */
  record Branch(Pipeline pipeline, Optional<Expr> condition, Span span) implements Ast {}

  /** {@code group(g) { ... }}. */
  record Group(Expr groups, Body body, Span span) implements Action {}

  /** {@code scale { gate }}. */
  record Scale(Body gate, Span span) implements Action {}

  /** {@code if c { } else { }}; {@code else if} is an otherwise body of one If step. */
  record If(Expr condition, Body then, Optional<Body> otherwise, Span span) implements Action {}

  // ---- expressions

  sealed interface Expr extends Ast
      permits IntLiteral,
          FloatLiteral,
          BoolLiteral,
          Template,
          Reference,
          Member,
          Index,
          Call,
          Unary,
          Binary,
          Conditional,
          ListExpr,
          TupleExpr,
          Range,
          Missing {}

  record IntLiteral(long value, Span span) implements Expr {}

  record FloatLiteral(double value, Span span) implements Expr {}

  record BoolLiteral(boolean value, Span span) implements Expr {}

  /** A string with interpolated expressions; a plain string is one text part, or none. */
  record Template(List<TemplatePart> parts, Span span) implements Expr {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  sealed interface TemplatePart permits TextPart, ExprPart {}

  record TextPart(String text) implements TemplatePart {}

  record ExprPart(Expr expr) implements TemplatePart {}

  /** A bare name: a value, a tensor, a layer or a block. */
  record Reference(Name name, Span span) implements Expr {}

  /** {@code it.shape}, {@code wte.weight}. */
  record Member(Expr target, Name name, Span span) implements Expr {}

  record Index(Expr target, Expr index, Span span) implements Expr {}

  record Call(Name callee, List<Argument> arguments, Span span) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** A positional or named argument. */
  record Argument(Optional<Name> name, Expr value, Span span) implements Ast {}

  record Unary(UnaryOp op, Expr operand, Span span) implements Expr {}

  enum UnaryOp {
    NEGATE,
    NOT
  }

  record Binary(BinaryOp op, Span opSpan, Expr left, Expr right, Span span) implements Expr {}

  enum BinaryOp {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    FLOOR_DIVIDE("//"),
    MODULO("%"),
    POWER("**"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_EQUAL("<="),
    GREATER(">"),
    GREATER_EQUAL(">="),
    AND("and"),
    OR("or");

    private final String symbol;

    BinaryOp(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  /** {@code if a then b else c}. */
  record Conditional(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {}

  record ListExpr(List<Expr> elements, Span span) implements Expr {
    public ListExpr {
      elements = List.copyOf(elements);
    }
  }

  record TupleExpr(List<Expr> elements, Span span) implements Expr {
    public TupleExpr {
      elements = List.copyOf(elements);
    }
  }

  /** {@code from..to}, {@code to} exclusive. */
  record Range(Expr from, Expr to, Span span) implements Expr {}

  /** Stands where a syntax error was reported; evaluates to nothing and is never reported again. */
  record Missing(Span span) implements Expr {}
}
