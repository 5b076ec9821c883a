package bb.importing.write;

import bb.importing.layers.Layer;
import bb.syntax.Ast;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers that need not be written. Those by which layers of a kind differ are written at first, so
 * that a layer with a stride is equal but for numbers to one without; in the end they go again.
 */
final class Defaults {
  private static final Set<String> LAYERS = Set.of("conv", "conv1d", "conv3d");
  private static final List<String> ARGUMENTS = List.of("stride", "dilation");

  private static final Tree WITHOUT =
      Tree.of(
          new Tree.Leaves() {
            @Override
            public boolean keeps(String callee, Ast.Argument argument) {
              return !isOne(callee, argument);
            }
          });

  private Defaults() {}

  /** Adds them to a layer's arguments. */
  static void add(Layer layer, Map<String, Object> arguments) {
    if (LAYERS.contains(layer.op())) {
      ARGUMENTS.forEach(name -> arguments.putIfAbsent(name, 1L));
    }
  }

  static Ast.Statement without(Ast.Statement statement) {
    return WITHOUT.statement(statement);
  }

  static Ast.Body without(Ast.Body body) {
    return Make.body(body.statements().stream().map(Defaults::without).toList());
  }

  private static boolean isOne(String callee, Ast.Argument argument) {
    return LAYERS.contains(callee)
        && argument.name().map(Ast.Name::text).filter(ARGUMENTS::contains).isPresent()
        && argument.value() instanceof Ast.IntLiteral(var value, _)
        && value == 1;
  }
}
