package bb.random;

import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.random.Scope.Named;
import bb.random.Scope.Symbol;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Layers that take several tensors, in all the forms in which they can get them. */
final class Operands {
  private static final int MOST = 3;

  /** Those with more forms than the others are there twice. */
  private static final List<OpSpec> SEVERAL =
      Stream.concat(
              Operators.ALL.stream(),
              Stream.of(
                      "attention",
                      "attention",
                      "multihead_attention",
                      "multihead_attention",
                      "lstm",
                      "lstm",
                      "gru",
                      "rnn",
                      "rnn")
                  .map(name -> Operators.find(name).orElseThrow()))
          .filter(spec -> spec.inputs().max() > 1 && !Truths.isPair(spec))
          .filter(spec ->
              !List.of("gather", "where", "logical_and", "logical_or", "deform_conv")
                  .contains(spec.name()))
          .toList();

  private final Draft draft;
  private final Choices choices;
  private final Statements statements;

  Operands(Draft draft, Statements statements) {
    this.draft = draft;
    this.choices = draft.choices();
    this.statements = statements;
  }

  Code statement(Scope scope, Shape in) {
    OpSpec spec = choices.of(SEVERAL);
    // masks are given in calls only
    return switch (attends(spec) && choices.oneIn(2) ? 1 : choices.below(9)) {
      case 1 -> called(spec, scope, in);
      case 2 -> table(spec, scope, in);
      case 3 -> block(spec, scope, in);
      case 4 -> split(spec, scope, in);
      case 5 -> collect(spec, scope, in);
      case 6 -> gather(in);
      case 7 -> windows(in);
      default -> tuple(spec, scope, in);
    };
  }

  /** {@code parallel { | a | b } -> layer}. */
  private Code tuple(OpSpec spec, Scope scope, Shape in) {
    List<Shape> shapes = shapes(spec, in);
    return draw(spec, shapes, scope)
        .map(layer -> Code.of(layer.output().shape(), fork(spec, shapes, scope, in) + layer.text()))
        .orElseGet(() -> statements.layer(scope, in));
  }

  private String fork(OpSpec spec, List<Shape> shapes, Scope scope, Shape in) {
    return operands(spec, shapes, scope, in).stream()
        .map(operand -> "| " + operand.inline())
        .collect(Collectors.joining(" ", "parallel { ", " } -> "));
  }

  /** {@code layer(a, b, it)}. */
  private Code called(OpSpec spec, Scope scope, Shape in) {
    List<Shape> shapes = shapes(spec, in);
    Map<String, TensorType> named = named(spec, shapes);
    Optional<RandomLayer> layer = draw(spec, shapes, named, scope);
    if (layer.isEmpty()) {
      return statements.layer(scope, in);
    }
    String flow = draft.fresh("t");
    List<String> lines = new ArrayList<>(List.of("identity as " + flow));
    List<String> names = new ArrayList<>();
    for (Code operand : operands(spec, shapes, scope, in)) {
      names.add(draft.fresh("t"));
      lines.add(flow + " -> " + operand.inline() + " as " + names.getLast());
    }
    for (TensorType type : named.values()) {
      names.add(draft.fresh("t"));
      Optional<String> input = draft.input(scope, type);
      if (input.isPresent()) {
        names.set(names.size() - 1, input.get());
      } else if (type.dtype() == DType.BOOL) {
        lines.add(mask(names.getLast(), type.shape()));
      } else {
        Code code = statements.bodyTo(scope.inner(), in, type.shape(), 1);
        lines.add(flow + " -> " + code.inline() + " as " + names.getLast());
      }
    }
    if (lines.getLast().endsWith(" as " + names.getLast()) && choices.oneIn(2)) {
      names.set(names.size() - 1, "it");
    }
    lines.add(layer.get().text(names));
    return new Code(lines, layer.get().output().shape());
  }

  /** A table of tensors that flows as a tuple. */
  private Code table(OpSpec spec, Scope scope, Shape in) {
    List<Shape> shapes = shapes(spec, in);
    Optional<RandomLayer> layer = draw(spec, shapes, scope);
    if (layer.isEmpty() || !scope.once()) {
      return statements.layer(scope, in);
    }
    String flow = draft.fresh("t");
    String table = draft.fresh("t");
    List<String> lines = new ArrayList<>(List.of("identity as " + flow));
    List<Code> operands = operands(spec, shapes, scope, in);
    for (int i = operands.size() - 1; i >= 0; i--) {
      lines.add(flow + " -> " + operands.get(i).inline() + " as " + table + "[" + i + "]");
    }
    lines.add(table + " -> " + layer.get().text());
    return new Code(lines, layer.get().output().shape());
  }

  /** A block of several inputs. */
  private Code block(OpSpec spec, Scope scope, Shape in) {
    List<Shape> shapes = shapes(spec, in);
    Scope body = draft.scope();
    List<String> patterns = new ArrayList<>();
    for (Shape shape : shapes) {
      List<String> dims = new ArrayList<>();
      for (long dim : shape.dims()) {
        dims.add(draft.fresh("d"));
        body.symbols().add(new Symbol(dims.getLast(), dim));
      }
      patterns.add("[" + String.join(", ", dims) + "]");
    }
    Scope outside = body.inner();
    Optional<RandomLayer> layer = draw(spec, shapes, body);
    if (layer.isEmpty()) {
      return statements.layer(scope, in);
    }
    Code code = statements.body(body, layer.get().output().shape(), 1);
    String name = draft.fresh("Block");
    String out =
        code.shape().dims().stream()
            .map(dim -> draft.number(outside, dim))
            .collect(Collectors.joining(", ", "[", "]"));
    draft
        .declarations()
        .add(
            "block %s : (%s) -> %s {\n  %s\n  %s\n}"
                .formatted(
                    name,
                    String.join(", ", patterns),
                    out,
                    layer.get().text(),
                    String.join("\n  ", code.lines())));
    return Code.of(code.shape(), fork(spec, shapes, scope, in) + name);
  }

  /** Equal parts of one tensor. */
  private Code split(OpSpec spec, Scope scope, Shape in) {
    if (attends(spec) && in.rank() != 2) {
      return statements.layer(scope, in);
    }
    int count = count(spec);
    Shape part = in.with(-1, 1 + choices.below(4));
    Shape whole = part.with(-1, count * part.dim(-1));
    return draw(spec, Collections.nCopies(count, part), scope)
        .map(layer -> {
          Code all =
              statements.bodyTo(scope.inner(), in, whole, 1).then(tail(spec, count - 1, whole));
          String cut = "split(" + count + ", axis: -1) -> ";
          return all.then(Code.of(layer.output().shape(), cut + layer.text()));
        })
        .orElseGet(() -> statements.layer(scope, in));
  }

  /** What flows in and what the iterations make of it. */
  private Code collect(OpSpec spec, Scope scope, Shape in) {
    if (attends(spec) && in.rank() != 2) {
      return statements.layer(scope, in);
    }
    int count = count(spec);
    return draw(spec, Collections.nCopies(count, in), scope)
        .map(layer -> {
          Scope body = scope.loop(Optional.empty());
          Code code = statements.bodyTo(body, in, in, 1).then(tail(spec, count - 1, in));
          String collect = "collect " + (count - 1) + " " + code.inline();
          return Code.of(layer.output().shape(), collect + " -> " + layer.text());
        })
        .orElseGet(() -> statements.layer(scope, in));
  }

  /** Whether it takes tokens, and no image that lost its axes' names in a share. */
  private static boolean attends(OpSpec spec) {
    return spec.name().contains("attention");
  }

  /** Slices of what flows, by known numbers. */
  private Code gather(Shape in) {
    int axis = choices.below(in.rank());
    long count = 1 + choices.below(3);
    String index = draft.fresh("index");
    String numbers =
        "const %s: int32 [%d] = (i) -> (i * 2 + 1) %% %d".formatted(index, count, in.dim(axis));
    String option = axis == 0 && choices.oneIn(2) ? "" : ", axis: " + axis;
    List<String> lines = List.of(numbers, "gather(it, " + index + option + ")");
    return new Code(lines, in.with(axis, count));
  }

  /** Windows that are bent by what flows, or that are taken apart and put back. */
  private Code windows(Shape in) {
    if (in.rank() != 3) {
      return new Code(List.of("round", "sign"), in);
    }
    long kernel = 1 + choices.below(2);
    long stride = 1 + choices.below(2);
    long padding = choices.below(2);
    long dilation = 1 + choices.below(2);
    long reach = dilation * (kernel - 1) + 1 - 2 * padding;
    if (in.dim(1) < reach || in.dim(2) < reach) {
      return new Code(List.of("identity"), in);
    }
    String window =
        "%d, stride: %d, padding: %d, dilation: %d".formatted(kernel, stride, padding, dilation);
    if (choices.oneIn(2)) {
      String back = "fold((%d, %d), %s)".formatted(in.dim(1), in.dim(2), window);
      return new Code(List.of("unfold(" + window + ") -> " + back), in);
    }
    long parts = in.dim(0) % 2 == 0 ? 1 + choices.below(2) : 1;
    long elements = parts * kernel * kernel;
    String flow = draft.fresh("t");
    String offsets = draft.fresh("t");
    String mask = draft.fresh("t");
    List<String> lines = new ArrayList<>(List.of("identity as " + flow));
    lines.add("%s -> conv(%d, %s) -> tanh as %s".formatted(flow, 2 * elements, window, offsets));
    String options = "2, " + window + ", bias: " + choices.oneIn(2);
    if (choices.oneIn(2)) {
      lines.add("%s -> conv(%d, %s) -> sigmoid as %s".formatted(flow, elements, window, mask));
      options += ", mask: " + mask;
    }
    options += ", groups: " + (in.dim(0) % 2 == 0 && choices.oneIn(2) ? 2 : 1);
    lines.add("deform_conv(%s, %s, %s)".formatted(flow, offsets, options));
    long height = (in.dim(1) - reach) / stride + 1;
    return new Code(lines, Shape.of(2, height, (in.dim(2) - reach) / stride + 1));
  }

  private Optional<RandomLayer> draw(OpSpec spec, List<Shape> shapes, Scope scope) {
    return draw(spec, shapes, Map.of(), scope);
  }

  private Optional<RandomLayer> draw(
      OpSpec spec, List<Shape> shapes, Map<String, TensorType> named, Scope scope) {
    List<TensorType> types = new ArrayList<>(shapes.stream().map(TensorType::float32).toList());
    types.addAll(named.values());
    return RandomLayer.attempts(
        choices, spec, types, List.copyOf(named.keySet()), value -> draft.number(scope, value));
  }

  private int count(OpSpec spec) {
    int most = Math.min(spec.inputs().max(), Math.max(spec.inputs().min(), MOST));
    return most - choices.below(most - spec.inputs().min() + 1);
  }

  /** Shapes that fit together, at least with some arguments. */
  private List<Shape> shapes(OpSpec spec, Shape in) {
    long t = in.rank() == 2 ? in.dim(0) : 1 + choices.below(6);
    long d = in.rank() == 2 ? in.dim(1) : 2 + 2 * choices.below(3);
    long s = choices.oneIn(2) ? t : 1 + choices.below(6);
    long e = choices.oneIn(2) ? d : 1 + choices.below(6);
    Shape tokens = Shape.of(t, d);
    Shape others = Shape.of(s, d);
    return switch (spec.name()) {
      case "matmul" -> List.of(tokens, choices.oneIn(2) ? Shape.of(d, e) : Shape.of(e, d));
      case "attention" -> List.of(tokens, others, Shape.of(s, e));
      case "multihead_attention" -> {
        Shape keys = choices.oneIn(2) ? others : Shape.of(s, e);
        yield List.of(tokens, keys, choices.oneIn(2) ? keys : others).subList(0, count(spec));
      }
      case "selective_scan" -> {
        Shape states = Shape.of(t, e);
        yield List.of(tokens, tokens, Shape.of(d, e), states, states, Shape.of(d));
      }
      case "lstm", "gru", "rnn" -> {
        Shape states = Shape.of(1 + choices.below(2), 1 + choices.below(4));
        int most = spec.inputs().max();
        List<Shape> all = new ArrayList<>(Collections.nCopies(most, states));
        all.set(0, tokens);
        yield choices.oneIn(4) ? all.subList(0, 1) : all;
      }
      case "concat" -> {
        int axis = choices.oneIn(3) ? in.rank() - 1 : 0;
        yield IntStream.range(0, count(spec))
            .mapToObj(_ -> in.with(axis, 1 + choices.below(4)))
            .toList();
      }
      default ->
          IntStream.range(0, count(spec))
              .mapToObj(_ -> choices.oneIn(4) ? in.with(choices.below(in.rank()), 1) : in)
              .toList();
    };
  }

  /** Tensors that are given by name, in the layer's order: floats, or truth values. */
  private Map<String, TensorType> named(OpSpec spec, List<Shape> inputs) {
    Map<String, TensorType> named = new LinkedHashMap<>();
    if (!attends(spec) || choices.oneIn(3)) {
      return named;
    }
    long keys = inputs.get(Math.min(1, inputs.size() - 1)).dim(0);
    for (Attribute attribute : spec.tensors()) {
      boolean bias = attribute.name().equals("bias");
      if (bias ? !choices.oneIn(3) : choices.oneIn(2)) {
        long t = choices.oneIn(3) ? 1 : inputs.getFirst().dim(0);
        long s = choices.oneIn(3) ? 1 : keys;
        Shape scores = choices.oneIn(3) ? Shape.of(1, t, s) : Shape.of(t, s);
        Shape shape = attribute.name().startsWith("key") ? Shape.of(keys) : scores;
        boolean floats = bias || choices.oneIn(3);
        named.put(attribute.name(), new TensorType(floats ? DType.FLOAT32 : DType.BOOL, shape));
      }
    }
    return named;
  }

  /** Known truth values, as those that are computed may hang on how numbers are rounded. */
  private String mask(String name, Shape shape) {
    List<String> indices = List.of("i", "j", "k").subList(0, shape.rank());
    return "const %s: bool %s = (%s) -> (%s + %d) %% 3 > 0"
        .formatted(
            name, shape, String.join(", ", indices), String.join(" + ", indices), choices.below(3));
  }

  /** Statements that make each operand of what flows. */
  private List<Code> operands(OpSpec spec, List<Shape> shapes, Scope scope, Shape in) {
    List<Code> codes = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      List<Named> there = scope.tensors(shapes.get(i));
      Code code =
          there.isEmpty() || choices.oneIn(2)
              ? statements.bodyTo(scope.inner(), in, shapes.get(i), 1)
              : Code.of(shapes.get(i), choices.of(there).name());
      codes.add(code.then(tail(spec, i, shapes.get(i))));
    }
    return codes;
  }

  /** The same, and nothing that says where the features are. */
  private static List<String> tail(OpSpec spec, int operand, Shape shape) {
    List<String> steps = new ArrayList<>(tail(spec, operand));
    if (shape.rank() > 2 && steps.stream().anyMatch(step -> step.contains("axis"))) {
      steps.addAll(List.of("flatten", "reshape(" + shape + ")"));
    }
    return steps;
  }

  /** Statements that keep an operand within what the layer can do without losing all precision. */
  private static List<String> tail(OpSpec spec, int operand) {
    return switch (spec.name()) {
      case "div" -> operand == 1 ? List.of("sigmoid", "affine(shift: 0.5)") : List.of();
      case "pow" -> operand == 0 ? List.of("sigmoid", "affine(shift: 0.5)") : List.of("sigmoid");
      case "mul", "matmul" -> operand > 0 ? List.of("rms_norm(axis: -1)") : List.of();
      case "attention", "multihead_attention", "lstm", "gru", "rnn" ->
          List.of("rms_norm(axis: -1)");
      case "selective_scan" ->
          switch (operand) {
            case 1 -> List.of("rms_norm(axis: -1)", "softplus");
            case 2 -> List.of("tanh", "exp", "affine(scale: -1)");
            default -> List.of("rms_norm(axis: -1)");
          };
      default -> List.of();
    };
  }
}
