package bb.importing.write;

import bb.syntax.Ast;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names that steps give to what they make, and that mean nothing outside.
 *
 * @param names those of single tensors that are no outputs
 */
record Bound(Set<String> names) {
  static Bound in(Ast.Body whole) {
    Set<String> names = new HashSet<>();
    Tree tree =
        Tree.of(
            new Tree.Leaves() {
              @Override
              public Optional<Ast.Binding> binding(Ast.Binding binding) {
                if (binding.names().size() == 1 && binding.index().isEmpty()) {
                  names.add(binding.names().getFirst().text());
                }
                return Optional.empty();
              }
            });
    whole.statements().forEach(tree::statement);
    for (Ast.Statement statement : whole.statements()) {
      if (statement instanceof Ast.Output output) {
        names.removeAll(Slots.of(List.of(output)).names());
      }
    }
    return new Bound(names);
  }
}
