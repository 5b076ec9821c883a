package bb.random;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.ops.LayerForms;
import bb.ops.Operators;
import bb.source.SourceFile;
import bb.syntax.Ast;
import bb.syntax.Parser;
import bb.types.DType;
import bb.types.Value;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of the language a network has: layers with so many inputs, their optional arguments, and
 * kinds of nodes of the syntax tree, those of statements and combinators by their forms.
 */
final class Coverage {
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
          "attention by an input",
          "multihead_attention by an input",
          "where by an input");

  private final Set<String> found = new TreeSet<>();

  private Coverage() {}

  /** All that there is. */
  static Set<String> all() throws IOException, JsonParserException {
    Set<String> all = new TreeSet<>(FORMS);
    kinds(Ast.class).forEach(all::add);
    all.addAll(LayerForms.all());
    all.addAll(LayerForms.ofGoldens());
    all.removeAll(LayerForms.exceptions("random"));
    return all;
  }

  private static Stream<String> kinds(Class<?> type) {
    if (type.isSealed()) {
      return Stream.of(type.getPermittedSubclasses()).flatMap(Coverage::kinds);
    }
    return NOT_DRAWN.contains(type) ? Stream.empty() : Stream.of(type.getSimpleName());
  }

  static Set<String> of(String source, Graph graph) {
    Coverage coverage = new Coverage();
    SourceFile file = new SourceFile("random.bb", source);
    coverage.visit(Parser.parse(file, new Problems()));
    Set<Value> inputs = graph.inputs().stream().map(Graph.Input::value).collect(Collectors.toSet());
    for (Graph.Node node : graph.nodes()) {
      String name = node.op().spec().name();
      coverage.found.addAll(LayerForms.of(name, node.inputs().stream().map(Value::type).toList()));
      if (node.inputs().stream()
          .anyMatch(value -> inputs.contains(value) && value.type().dtype() == DType.BOOL)) {
        coverage.found.add(name + " by an input");
      }
    }
    return coverage.found;
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
    for (Ast.Argument argument : call.arguments()) {
      argument
          .name()
          .ifPresent(name -> {
            found.add(LayerForms.argument(callee, name.text()));
            if (argument.value() instanceof Ast.Reference(var word, _)) {
              found.add(LayerForms.word(callee, name.text(), word.text()));
            }
          });
    }
  }
}
