package bb.syntax;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes through a tree: each node before what it is made of. */
public final class Walk {
  private final Consumer<Ast> each;

  private Walk(Consumer<Ast> each) {
    this.each = each;
  }

  public static void over(Ast node, Consumer<Ast> each) {
    new Walk(each).node(node);
  }

  private void all(List<? extends Ast> nodes) {
    nodes.forEach(this::node);
  }

  private void maybe(Optional<? extends Ast> node) {
    node.ifPresent(this::node);
  }

  private void node(Ast node) {
    each.accept(node);
    switch (node) {
      case Ast.Declaration declaration -> declaration(declaration);
      case Ast.Statement statement -> statement(statement);
      case Ast.Action action -> action(action);
      case Ast.Expr expr -> expr(expr);
      case Ast.File file -> {
        all(file.imports());
        all(file.declarations());
      }
      case Ast.Parameter parameter -> {
        node(parameter.type());
        maybe(parameter.defaultValue());
      }
      case Ast.TupleType type -> all(type.elements());
      case Ast.Signature signature -> {
        all(signature.inputs());
        all(signature.outputs());
      }
      case Ast.ShapePattern shape -> all(shape.dims());
      case Ast.Body body -> all(body.statements());
      case Ast.Label label -> node(label.text());
      case Ast.Step step -> {
        maybe(step.label());
        node(step.action());
        maybe(step.binding());
      }
      case Ast.Binding binding -> maybe(binding.index());
      case Ast.TuplePattern pattern -> all(pattern.elements());
      case Ast.Branch branch -> {
        node(branch.pipeline());
        maybe(branch.condition());
      }
      case Ast.Argument argument -> node(argument.value());
      case Ast.Name _, Ast.Import _, Ast.Allow _, Ast.NamedType _, Ast.NamePattern _ -> {}
    }
  }

  private void declaration(Ast.Declaration declaration) {
    switch (declaration) {
      case Ast.Block block -> {
        all(block.parameters());
        maybe(block.signature());
        node(block.body());
      }
      case Ast.Network network -> {
        all(network.parameters());
        node(network.body());
      }
      case Ast.Variant variant -> all(variant.arguments());
      case Ast.Let let -> node(let.value());
      case Ast.Const constant -> constant(constant);
    }
  }

  private void constant(Ast.Const constant) {
    all(constant.shape());
    node(constant.value());
  }

  private void statement(Ast.Statement statement) {
    switch (statement) {
      case Ast.Let let -> node(let.value());
      case Ast.Const constant -> constant(constant);
      case Ast.Input input -> {
        all(input.shape());
        all(input.preprocess());
      }
      case Ast.Output output -> all(output.expressions());
      case Ast.Param param -> {
        all(param.shape());
        maybe(param.init());
      }
      case Ast.Share share -> node(share.layer());
      case Ast.Assert condition -> {
        node(condition.condition());
        maybe(condition.reason());
      }
      case Ast.Checkpoint checkpoint -> all(checkpoint.arguments());
      case Ast.Pipeline pipeline -> {
        maybe(pipeline.label());
        all(pipeline.steps());
      }
    }
  }

  private void action(Ast.Action action) {
    switch (action) {
      case Ast.Apply apply -> node(apply.callee());
      case Ast.Sequence sequence -> node(sequence.body());
      case Ast.Repeat repeat -> {
        maybe(repeat.pattern());
        node(repeat.range());
        node(repeat.body());
      }
      case Ast.Join join -> {
        all(join.arguments());
        all(join.branches());
      }
      case Ast.Group group -> {
        node(group.groups());
        node(group.body());
      }
      case Ast.Scale scale -> node(scale.gate());
      case Ast.If choice -> {
        node(choice.condition());
        node(choice.then());
        maybe(choice.otherwise());
      }
    }
  }

  private void expr(Ast.Expr expr) {
    switch (expr) {
      case Ast.IntLiteral _, Ast.FloatLiteral _, Ast.BoolLiteral _, Ast.Missing _ -> {}
      case Ast.Reference _ -> {}
      case Ast.Template template ->
          template
              .parts()
              .forEach(part -> {
                if (part instanceof Ast.ExprPart(var inner)) {
                  node(inner);
                }
              });
      case Ast.Member member -> node(member.target());
      case Ast.Index index -> all(List.of(index.target(), index.index()));
      case Ast.Call call -> all(call.arguments());
      case Ast.Unary unary -> node(unary.operand());
      case Ast.Binary binary -> all(List.of(binary.left(), binary.right()));
      case Ast.Conditional c -> all(List.of(c.condition(), c.then(), c.otherwise()));
      case Ast.ListExpr list -> all(list.elements());
      case Ast.TupleExpr tuple -> all(tuple.elements());
      case Ast.Range range -> all(List.of(range.from(), range.to()));
    }
  }
}
