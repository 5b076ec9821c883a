package bb.random;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.source.SourceFile;
import bb.syntax.Ast;
import bb.syntax.Parser;
import bb.types.DType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What of the language a network has: layers with so many inputs, their optional arguments, and
 * kinds of nodes of the syntax tree, those of statements and combinators by their forms.
 */
final class Coverage {
  /** More inputs of a layer that takes any number are no other case. */
  private static final int MOST_INPUTS = 3;

  /** A random network is a single file, without mistakes, and has no published weights. */
  private static final Set<Class<?>> NOT_DRAWN =
      Set.of(Ast.Import.class, Ast.Missing.class, Ast.Checkpoint.class);

  private static final List<String> FORMS =
      List.of(
          "as name",
          "as name[index]",
          "as (names)",
          "inline block",
          "layer(layer)",
          "branch",
          "branch when",
          "collect",
          "collect name in",
          "collect pattern in",
          "repeat",
          "repeat name in",
          "repeat pattern in",
          "if",
          "if else",
          "parallel",
          "concat",
          "add",
          "mul",
          "split(n)",
          "split(a, b)",
          "embedding of int32",
          "sinusoid of int32");

  private final Set<String> found = new TreeSet<>();

  private Coverage() {}

  /** All that there is. */
  static Set<String> all() {
    Set<String> all = new TreeSet<>(FORMS);
    kinds(Ast.class).forEach(all::add);
    for (OpSpec spec : Operators.ALL) {
      int most = Math.min(spec.inputs().max(), Math.max(spec.inputs().min(), MOST_INPUTS));
      IntStream.rangeClosed(spec.inputs().min(), most)
          .forEach(count -> all.add(spec.name() + " of " + count));
      spec.attributes().stream()
          .filter(attribute -> !attribute.required())
          .map(Attribute::name)
          .forEach(attribute -> all.add(spec.name() + "(" + attribute + ":)"));
    }
    RandomLayer.NOT_DRAWN.forEach(name -> all.removeIf(form -> form.endsWith("(" + name + ":)")));
    // tokens alone, or with first states of both kinds
    all.remove("lstm of 2");
    return all;
  }

  private static Stream<String> kinds(Class<?> type) {
    if (type.isSealed()) {
      return Stream.of(type.getPermittedSubclasses()).flatMap(Coverage::kinds);
    }
    return NOT_DRAWN.contains(type) ? Stream.empty() : Stream.of(type.getSimpleName());
  }

  static Set<String> of(Candidate candidate) {
    Coverage coverage = new Coverage();
    SourceFile file = new SourceFile("random.bb", candidate.source());
    coverage.visit(Parser.parse(file, new Problems()));
    candidate.graph().nodes().forEach(coverage::layer);
    return coverage.found;
  }

  private void layer(Graph.Node node) {
    String name = node.op().spec().name();
    found.add(name + " of " + node.inputs().size());
    node.inputs().stream()
        .map(value -> value.type().dtype())
        .filter(type -> type == DType.INT32)
        .forEach(type -> found.add(name + " of " + type));
  }

  private void visit(Object part) {
    switch (part) {
      case Optional<?> optional -> optional.ifPresent(this::visit);
      case Collection<?> parts -> parts.forEach(this::visit);
      case Ast node -> {
        found.add(node.getClass().getSimpleName());
        form(node);
        components(node);
      }
      case Ast.ExprPart(var expr) -> visit(expr);
      default -> {}
    }
  }

  private void components(Ast node) {
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      try {
        visit(component.getAccessor().invoke(node));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void form(Ast node) {
    switch (node) {
      case Ast.Binding binding ->
          found.add(
              binding.names().size() > 1
                  ? "as (names)"
                  : "as name" + (binding.index().isPresent() ? "[index]" : ""));
      case Ast.Block block -> found.add(block.inline() ? "inline block" : "block");
      case Ast.Branch branch ->
          found.add("branch" + (branch.condition().isPresent() ? " when" : ""));
      case Ast.If condition -> found.add("if" + (condition.otherwise().isPresent() ? " else" : ""));
      case Ast.Join join -> found.add(join.kind().toString());
      case Ast.Repeat repeat -> found.add((repeat.collect() ? "collect" : "repeat") + over(repeat));
      case Ast.Call call -> arguments(call);
      default -> {}
    }
  }

  private static String over(Ast.Repeat repeat) {
    return repeat
        .pattern()
        .map(pattern -> pattern instanceof Ast.NamePattern ? " name in" : " pattern in")
        .orElse("");
  }

  private void arguments(Ast.Call call) {
    String callee = call.callee().text();
    if (callee.equals("split")) {
      long parts = call.arguments().stream().filter(a -> a.name().isEmpty()).count();
      found.add(parts == 1 ? "split(n)" : "split(a, b)");
    }
    boolean operand =
        call.arguments().stream()
            .anyMatch(a ->
                a.name().isEmpty()
                    && a.value() instanceof Ast.Call inner
                    && Operators.find(inner.callee().text()).isPresent());
    if (operand && Operators.find(callee).isPresent()) {
      found.add("layer(layer)");
    }
    call.arguments().stream()
        .flatMap(argument -> argument.name().stream())
        .forEach(name -> found.add(callee + "(" + name.text() + ":)"));
  }
}
