package bb.syntax;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints a tree as canonical {@code .bb} text: two spaces of indentation, one statement a line.
 * Comments other than doc comments are lost. Parsing the text gives the same tree again, spans
 * aside, if it has no {@link Ast.Missing} parts.
 */
public final class AstPrinter {
  /** The longest line that several statements or branches are put on, and how many at most. */
  private static final int WIDTH = 100;

  private static final int MOST_ON_A_LINE = 4;

  private final StringBuilder out = new StringBuilder();
  private final boolean close;
  private int indent = 0;

  private AstPrinter(boolean close) {
    this.close = close;
  }

  public static String print(Ast.File file) {
    return print(file, false);
  }

  /**
   * The same as people write it: a few short statements or branches within others on one line,
   * {@code | { conv1: conv(64, 3); relu }}.
   */
  public static String printClosely(Ast.File file) {
    return print(file, true);
  }

  private static String print(Ast.File file, boolean close) {
    var printer = new AstPrinter(close);
    file.imports().forEach(i -> printer.line("import " + ExprPrinter.quoted(i.path())));
    boolean afterLet = false;
    for (Ast.Declaration declaration : file.declarations()) {
      boolean isLet = declaration instanceof Ast.Let || declaration instanceof Ast.Const;
      if (!printer.out.isEmpty() && !(afterLet && isLet)) {
        printer.out.append('\n');
      }
      printer.declaration(declaration);
      afterLet = isLet;
    }
    return printer.out.toString();
  }

  private void declaration(Ast.Declaration declaration) {
    switch (declaration) {
      case Ast.Block d -> {
        doc(d.doc());
        String signature = d.signature().map(s -> " : " + signature(s)).orElse("");
        head(
            (d.inline() ? "inline " : "")
                + "block "
                + d.name().text()
                + parameters(d.parameters())
                + signature
                + " ");
        body(d.body());
      }
      case Ast.Network d -> {
        doc(d.doc());
        head("network " + d.name().text() + parameters(d.parameters()) + " ");
        body(d.body());
      }
      case Ast.Variant d -> {
        doc(d.doc());
        String base = d.base().text() + ExprPrinter.arguments(d.arguments());
        line("network " + d.name().text() + " = " + base);
        return;
      }
      case Ast.Let d -> {
        line(let(d));
        return;
      }
      case Ast.Const d -> {
        line(constant(d));
        return;
      }
    }
    out.append('\n');
  }

  private void doc(Optional<String> doc) {
    doc.ifPresent(text -> out.append(comment(text)));
  }

  /** Lines of text as a doc comment. */
  public static String comment(String text) {
    return text.lines()
        .map(l -> l.isEmpty() ? "##\n" : "## " + l + "\n")
        .collect(Collectors.joining());
  }

  private static String parameters(List<Ast.Parameter> parameters) {
    return parameters.isEmpty() ? "" : list("(", parameters, AstPrinter::parameter, ")");
  }

  private static String parameter(Ast.Parameter p) {
    String value = p.defaultValue().map(e -> " = " + ExprPrinter.print(e)).orElse("");
    return p.name().text() + ": " + type(p.type()) + value;
  }

  private static String type(Ast.TypeExpr type) {
    return switch (type) {
      case Ast.NamedType t -> t.name().text();
      case Ast.TupleType t -> list("(", t.elements(), AstPrinter::type, ")");
    };
  }

  private static String signature(Ast.Signature signature) {
    return shapes(signature.inputs()) + " -> " + shapes(signature.outputs());
  }

  private static String shapes(List<Ast.ShapePattern> shapes) {
    return shapes.size() == 1
        ? shape(shapes.getFirst())
        : list("(", shapes, AstPrinter::shape, ")");
  }

  private static String shape(Ast.ShapePattern shape) {
    String leading = shape.anyLeading() ? shape.dims().isEmpty() ? "..." : "..., " : "";
    return list("[" + leading, shape.dims(), ExprPrinter::print, "]");
  }

  // ---- statements

  private void body(Ast.Body body) {
    if (body.statements().isEmpty()) {
      out.append("{}");
      return;
    }
    out.append("{\n");
    int inside = out.length();
    indent++;
    for (Ast.Statement statement : body.statements()) {
      statement(statement);
    }
    indent--;
    end(inside, body.statements().size(), "; ");
  }

  /** Closes what stands in braces, on one line if it is short. */
  private void end(int inside, int parts, String between) {
    String text = out.substring(inside);
    String joined = text.strip().replaceAll("\\n *", between);
    int before = inside - 2 - (out.lastIndexOf("\n", inside - 2) + 1);
    boolean fits =
        close
            && indent > 0
            && parts <= MOST_ON_A_LINE
            && text.lines().count() == parts
            && before + joined.length() + 4 <= WIDTH;
    if (fits) {
      out.setLength(inside - 1);
      out.append(' ').append(joined).append(" }");
    } else {
      head("}");
    }
  }

  private void statement(Ast.Statement statement) {
    switch (statement) {
      case Ast.Let s -> line(let(s));
      case Ast.Const s -> line(constant(s));
      case Ast.Input s -> {
        String dtype = s.dtype().map(d -> d.text() + " ").orElse("");
        String preprocess =
            s.preprocess().isEmpty() ? "" : " preprocess" + ExprPrinter.arguments(s.preprocess());
        line("input " + s.name().text() + ": " + dtype + dims(s.shape()) + preprocess);
      }
      case Ast.Output s -> line(list("output ", s.answers(), AstPrinter::answer, ""));
      case Ast.Param s -> {
        String init = s.init().map(e -> " init: " + ExprPrinter.print(e)).orElse("");
        line((s.trainable() ? "param " : "buffer ") + named(s, dims(s.shape()) + init));
      }
      case Ast.Share s -> line("share " + s.name().text() + " = " + ExprPrinter.print(s.layer()));
      case Ast.Assert s -> {
        String reason = s.reason().map(e -> ", " + ExprPrinter.print(e)).orElse("");
        line(s.strength().word() + " " + ExprPrinter.print(s.condition()) + reason);
      }
      case Ast.Checkpoint s -> line("checkpoint" + ExprPrinter.namings(s.arguments()));
      case Ast.Pipeline s -> {
        head("");
        pipeline(s);
        out.append('\n');
      }
    }
  }

  private static String answer(Ast.Answer answer) {
    return ExprPrinter.print(answer.tensor())
        + answer.labels().map(labels -> " labels: " + ExprPrinter.print(labels)).orElse("");
  }

  /** The name in the checkpoint before the colon, and the body's at the end where it is another. */
  private static String named(Ast.Param param, String type) {
    String name = param.name().text();
    boolean same = param.path().parts().equals(List.of(new Ast.TextPart(name)));
    return same
        ? name + ": " + type
        : ExprPrinter.print(param.path()) + ": " + type + " as " + name;
  }

  private static String constant(Ast.Const constant) {
    String dtype = constant.dtype().map(d -> d.text() + " ").orElse("");
    String indices =
        constant.indices().isEmpty() ? "" : list("(", constant.indices(), Ast.Name::text, ") -> ");
    return "const "
        + constant.name().text()
        + ": "
        + dtype
        + dims(constant.shape())
        + " = "
        + indices
        + ExprPrinter.print(constant.value());
  }

  private static String let(Ast.Let let) {
    return "let " + let.name().text() + " = " + ExprPrinter.print(let.value());
  }

  private static String dims(List<Ast.Expr> dims) {
    return list("[", dims, ExprPrinter::print, "]");
  }

  private void pipeline(Ast.Pipeline pipeline) {
    label(pipeline.label());
    boolean first = true;
    for (Ast.Step step : pipeline.steps()) {
      out.append(first ? "" : " -> ");
      first = false;
      step(step);
    }
  }

  private void label(Optional<Ast.Label> label) {
    label.ifPresent(l -> out.append(ExprPrinter.label(l.text())).append(": "));
  }

  private void step(Ast.Step step) {
    label(step.label());
    action(step.action());
    step.binding()
        .ifPresent(b -> {
          boolean each = b.names().size() > 1;
          out.append(list(each ? " as (" : " as ", b.names(), Ast.Name::text, each ? ")" : ""));
          b.index().ifPresent(i -> out.append("[" + ExprPrinter.print(i) + "]"));
        });
  }

  private void action(Ast.Action action) {
    switch (action) {
      case Ast.Apply a -> out.append(ExprPrinter.operand(a.callee()));
      case Ast.Sequence a -> body(a.body());
      case Ast.Repeat a -> {
        String pattern = a.pattern().map(p -> pattern(p) + " in ").orElse("");
        out.append(a.collect() ? "collect " : "repeat ").append(pattern);
        range(a.range());
        out.append(' ');
        body(a.body());
      }
      case Ast.Join a -> join(a);
      case Ast.Group a -> {
        out.append("group(" + ExprPrinter.print(a.groups()) + ") ");
        body(a.body());
      }
      case Ast.Scale a -> {
        out.append("scale ");
        body(a.gate());
      }
      case Ast.If a -> choice(a);
    }
  }

  /** What a repeat goes over; a list that is too long for the line is a table. */
  private void range(Ast.Expr range) {
    String text = ExprPrinter.print(range);
    int before = out.length() - (out.lastIndexOf("\n") + 1);
    if (close
        && range instanceof Ast.ListExpr(List<Ast.Expr> rows, _)
        && before + text.length() + 2 > WIDTH) {
      out.append("[\n");
      indent++;
      rows(rows).forEach(row -> line(row + ","));
      indent--;
      head("]");
    } else {
      out.append(text);
    }
  }

  /** Elements of a list, one on a line; tuples of as many elements with these below each other. */
  private static List<String> rows(List<Ast.Expr> list) {
    List<List<String>> cells = list.stream().map(AstPrinter::cells).toList();
    int columns = cells.getFirst().size();
    if (columns == 0 || cells.stream().anyMatch(row -> row.size() != columns)) {
      return list.stream().map(ExprPrinter::print).toList();
    }
    String format =
        IntStream.range(0, columns)
            .map(i -> cells.stream().mapToInt(row -> row.get(i).length()).max().orElseThrow())
            .mapToObj(width -> "%" + width + "s")
            .collect(Collectors.joining(", ", "(", ")"));
    return cells.stream().map(row -> format.formatted(row.toArray())).toList();
  }

  /** None of what is no tuple. */
  private static List<String> cells(Ast.Expr row) {
    return row instanceof Ast.TupleExpr(List<Ast.Expr> elements, _) && elements.size() > 1
        ? elements.stream().map(ExprPrinter::print).toList()
        : List.of();
  }

  private static String pattern(Ast.Pattern pattern) {
    return switch (pattern) {
      case Ast.NamePattern p -> p.name().text();
      case Ast.TuplePattern p ->
          list("(", p.elements(), AstPrinter::pattern, p.elements().size() == 1 ? ",)" : ")");
    };
  }

  private void join(Ast.Join join) {
    out.append(join.kind());
    out.append(join.arguments().isEmpty() ? "" : ExprPrinter.arguments(join.arguments()));
    out.append(" {\n");
    int inside = out.length();
    indent++;
    for (Ast.Branch branch : join.branches()) {
      head("| ");
      pipeline(branch.pipeline());
      branch.condition().ifPresent(c -> out.append(" when " + ExprPrinter.print(c)));
      out.append('\n');
    }
    indent--;
    end(inside, join.branches().size(), " ");
  }

  private void choice(Ast.If choice) {
    out.append("if ").append(ExprPrinter.operand(choice.condition())).append(' ');
    body(choice.then());
    choice
        .otherwise()
        .ifPresent(otherwise -> {
          out.append(" else ");
          Optional<Ast.If> chained = chained(otherwise);
          chained.ifPresentOrElse(this::choice, () -> body(otherwise));
        });
  }

  /** The {@code if} that is all there is in an otherwise body: {@code else if}. */
  private static Optional<Ast.If> chained(Ast.Body otherwise) {
    return otherwise.statements().size() == 1
            && otherwise.statements().getFirst() instanceof Ast.Pipeline pipeline
            && pipeline.label().isEmpty()
            && pipeline.steps().size() == 1
            && pipeline.steps().getFirst() instanceof Ast.Step(_, Ast.If nested, var binding, _)
            && binding.isEmpty()
        ? Optional.of(nested)
        : Optional.empty();
  }

  // ---- lines

  private void head(String text) {
    out.append("  ".repeat(indent)).append(text);
  }

  private void line(String text) {
    head(text);
    out.append('\n');
  }

  private static <T> String list(
      String open, List<T> items, Function<T, String> print, String close) {
    return items.stream().map(print).collect(Collectors.joining(", ", open, close));
  }
}
