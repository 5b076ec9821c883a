package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.ITEM;

import bb.backend.tornado.index.IndexExpr;
import com.palantir.javapoet.CodeBlock;

/**
 * The part of one factor that a group has in local memory: {@code width} positions, neighbours in
 * memory, by the tile's depth. All items load an equal share of it.
 *
 * @param name what its variables begin with
 * @param total the depth of the whole factor
 */
record Panel(String name, Factor factor, int width, Tile tile, long total) {
  /** From one depth to the next in local memory. */
  int step() {
    return factor.isAlongDepth() ? tile.stepAcross(width) : width;
  }

  /** Numbers in local memory. */
  int size() {
    return step() * tile.depth();
  }

  /** Elements that each item loads. */
  private int loads() {
    return width * tile.depth() / tile.items();
  }

  /** How far an item's elements are apart: in positions if they are along depth, else in depth. */
  private int stride() {
    return tile.items() / (factor.isAlongDepth() ? tile.depth() : width);
  }

  /** Statements before the loop. */
  CodeBlock begin() {
    if (!factor.isAlongDepth()) {
      return factor.begin(0, ITEM.modulo(width));
    }
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < loads(); i++) {
      code.add(factor.begin(i, position(i)));
    }
    return code.build();
  }

  /** Of an item's element, along depth. */
  private IndexExpr position(int i) {
    return ITEM.over(tile.depth()).plus(i * stride());
  }

  /** Declares what the items carry from global to local memory. */
  CodeBlock declare() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < loads(); i++) {
      code.addStatement("float $L$L = 0f", name, i);
    }
    return code.build();
  }

  /** Statements that load part {@code t} from global memory. */
  CodeBlock load() {
    CodeBlock.Builder code = CodeBlock.builder();
    if (factor.isAlongDepth()) {
      code.addStatement("int $LDepth = t * $L + item % $L", name, tile.depth(), tile.depth());
      code.add(guarded(loadAlong(), depth()));
      return code.build();
    }
    for (int i = 0; i < loads(); i++) {
      IndexExpr depth = variable(name + "Depth" + i);
      code.addStatement(
          "int $L = t * $L + $L", depth, tile.depth(), ITEM.over(width).plus(i * stride()));
      code.add(guarded(factor.load(0, name + i, depth), depth));
    }
    return code.build();
  }

  /** The depth of all of an item's elements, along depth. */
  private IndexExpr depth() {
    return variable(name + "Depth");
  }

  private CodeBlock loadAlong() {
    CodeBlock.Builder code = CodeBlock.builder().add(factor.at(depth()));
    for (int i = 0; i < loads(); i++) {
      code.add(factor.load(i, name + i, depth()));
    }
    return code.build();
  }

  /** Beyond the total depth there is 0, if the last part reaches beyond it. */
  private CodeBlock guarded(CodeBlock load, IndexExpr depth) {
    return total % tile.depth() == 0
        ? load
        : CodeBlock.builder()
            .beginControlFlow("if ($L < $L)", depth, total)
            .add(load)
            .endControlFlow()
            .build();
  }

  /** Statements that store what was loaded, from {@code to} on. */
  CodeBlock store(String to) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < loads(); i++) {
      if (factor.isAlongDepth()) {
        code.addStatement(
            "tile[$L + item % $L * $L + $L] = $L$L",
            to, tile.depth(), step(), position(i), name, i);
      } else {
        code.addStatement("tile[$L + $L] = $L$L", to, ITEM.plus(i * tile.items()), name, i);
      }
    }
    return code.build();
  }
}
