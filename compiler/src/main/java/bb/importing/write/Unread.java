package bb.importing.write;

import bb.syntax.Ast;
import java.util.Map;

/** Takes names from tensors that nothing reads by name any more. */
final class Unread {
  private Unread() {}

  static Ast.Body in(Ast.Body whole) {
    Map<String, Integer> counts = Slots.of(whole.statements()).counts();
    Tree tree =
        Tree.of(
            new Tree.Leaves() {
              @Override
              public boolean keeps(Ast.Binding binding) {
                return binding.names().size() > 1
                    || binding.index().isPresent()
                    || counts.get(binding.names().getFirst().text()) > 1;
              }
            });
    return told(Make.body(whole.statements().stream().map(tree::statement).toList()));
  }

  /** What flows says nothing by itself. */
  private static Ast.Body told(Ast.Body body) {
    return Make.body(
        body.statements().stream()
            .filter(s -> !isFlow(s) || body.statements().size() == 1)
            .map(s -> Tree.around(Unread::told).statement(s))
            .toList());
  }

  private static boolean isFlow(Ast.Statement statement) {
    return statement instanceof Ast.Pipeline p
        && p.label().isEmpty()
        && p.steps().size() == 1
        && p.steps().getFirst().binding().isEmpty()
        && p.steps().getFirst().action() instanceof Ast.Apply(Ast.Reference(var name, _), _)
        && name.text().equals("it");
  }
}
