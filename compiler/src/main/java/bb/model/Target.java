package bb.model;

import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.syntax.Ast;

/** What a layer name stands for. */
sealed interface Target {
  String name();

  record Primitive(OpSpec spec) implements Target {
    @Override
    public String name() {
      return spec.name();
    }
  }

  record UserBlock(Ast.Block block, Module module) implements Target {
    @Override
    public String name() {
      return block.name().text();
    }
  }

  /** {@code split}: the one layer that yields several tensors. */
  record Split() implements Target {
    static final String NAME = "split";

    @Override
    public String name() {
      return NAME;
    }
  }

  /** Whether a name means a layer where nothing else has it. */
  static boolean isLayer(String name) {
    return name.equals(Split.NAME) || Operators.find(name).isPresent();
  }
}
