package bb.importing.write;

import bb.syntax.Ast;
import java.util.List;
import java.util.function.BiFunction;

/** Changes what declarations have in braces. */
final class Bodies {
  private Bodies() {}

  /**
   * @param change what is made of a body, beside the parameters that it reads
   */
  static Ast.Declaration change(
      Ast.Declaration declaration, BiFunction<Ast.Body, List<Ast.Parameter>, Ast.Body> change) {
    return switch (declaration) {
      case Ast.Block b ->
          new Ast.Block(
              b.inline(),
              b.doc(),
              b.name(),
              b.parameters(),
              b.signature(),
              change.apply(b.body(), b.parameters()),
              b.span());
      case Ast.Network n ->
          new Ast.Network(
              n.doc(), n.name(), n.parameters(), change.apply(n.body(), n.parameters()), n.span());
      case Ast.Variant _, Ast.Let _, Ast.Const _ -> declaration;
    };
  }
}
