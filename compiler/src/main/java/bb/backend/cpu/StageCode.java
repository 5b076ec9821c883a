package bb.backend.cpu;

import static bb.backend.cpu.VectorDialect.VECTOR;

import bb.backend.source.Body;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.function.Function;

/**
 * Writes an expression's stages, each in the same loops over vectors.
 *
 * @param loops the loops' heads
 * @param place of a vector in a temporary array
 * @param count of the floats there
 * @param leaves how an {@code In} or a {@code Channel} is read
 * @param stored where a vector of the result is stored, as {@code intoArray} takes it
 */
record StageCode(
    List<CodeBlock> loops,
    CodeBlock place,
    CodeBlock count,
    Function<ScalarExpr, CodeBlock> leaves,
    CodeBlock stored) {

  /** Declares the temporary arrays, which {@code owner} has, at the beginning of a method. */
  static void declare(CodeBlock.Builder code, Stages stages, String owner) {
    for (int i = 0; i < stages.stages().size(); i++) {
      code.addStatement("float[] t$L = $N.temporaries.get($L)", i, owner, i);
    }
  }

  void write(CodeBlock.Builder code, Stages stages) {
    for (int i = 0; i < stages.stages().size(); i++) {
      Stages.Stage stage = stages.stages().get(i);
      loop(code, stage.argument(), CodeBlock.of("t$L, $L", i, place));
      code.addStatement("$T.$N(t$L, 0, $L)", Stages.FUNCTIONS, stage.loop(), i, count);
    }
    loop(code, stages.result(), stored);
  }

  private void loop(CodeBlock.Builder code, ScalarExpr expression, CodeBlock target) {
    loops.forEach(head -> code.beginControlFlow("$L", head));
    Body body = new Body(VectorSource.DIALECT, this::leaf, code);
    code.addStatement("$L.intoArray($L)", body.value(expression), target);
    loops.forEach(_ -> code.endControlFlow());
  }

  private CodeBlock leaf(ScalarExpr leaf) {
    return Stages.stage(leaf)
        .map(stage -> CodeBlock.of("$T.fromArray(SPECIES, t$L, $L)", VECTOR, stage, place))
        .orElseGet(() -> leaves.apply(leaf));
  }
}
