package bb.backend.cpu;

import bb.backend.source.Dialect;
import bb.runtime.cpu.Attention.Bias;
import bb.runtime.cpu.Attention.Heads;
import bb.runtime.cpu.Filter;
import bb.runtime.cpu.Grid;
import bb.runtime.cpu.Operand;
import bb.runtime.cpu.Recurrence;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.View;
import com.palantir.javapoet.CodeBlock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.IntStream;

/** Writes the records that the runtime takes, in their shortest form. */
final class RecordCode {
  private RecordCode() {}

  /** {@code View.of(0, 56, 56, 64)}. */
  static CodeBlock view(View view) {
    CodeBlock whole =
        view.pixels() == 1
            ? CodeBlock.of("$T.of($L, $L)", View.class, view.buffer(), view.stride())
            : CodeBlock.of(
                "$T.of($L, $L, $L, $L)",
                View.class,
                view.buffer(),
                view.height(),
                view.width(),
                view.stride());
    return view.first() == 0 && view.stride() == view.channels()
        ? whole
        : CodeBlock.of("$L.channels($L, $L)", whole, view.first(), view.channels());
  }

  /** {@code Grid.of(64, 56, 56).strides(1, 3584, 64).from(12)}. */
  static CodeBlock grid(Grid grid) {
    CodeBlock.Builder code = CodeBlock.builder().add("$T.of($L)", Grid.class, numbers(grid.dims()));
    if (!Arrays.equals(grid.strides(), Grid.of(grid.dims()).strides())) {
      code.add(".strides($L)", numbers(grid.strides()));
    }
    if (grid.at() != 0) {
      code.add(".from($L)", grid.at());
    }
    return code.build();
  }

  /** {@code new Operand(View.of(0, 16), Grid.of(1, 2, 2, 4))}. */
  static CodeBlock operand(Operand operand) {
    return CodeBlock.of(
        "new $T($L, $L)", Operand.class, view(operand.view()), grid(operand.grid()));
  }

  /** {@code Stencil.of(3, 3).stride(2, 2).pad(1, 1)}. */
  static CodeBlock stencil(Stencil s) {
    if (s.equals(Stencil.POINT)) {
      return CodeBlock.of("$T.POINT", Stencil.class);
    }
    CodeBlock.Builder code =
        CodeBlock.builder().add("$T.of($L, $L)", Stencil.class, s.kernelHeight(), s.kernelWidth());
    if (s.strideHeight() != 1 || s.strideWidth() != 1) {
      code.add(".stride($L, $L)", s.strideHeight(), s.strideWidth());
    }
    if (s.padTop() != 0 || s.padLeft() != 0) {
      code.add(".pad($L, $L)", s.padTop(), s.padLeft());
    }
    if (s.dilationHeight() != 1 || s.dilationWidth() != 1) {
      code.add(".dilation($L, $L)", s.dilationHeight(), s.dilationWidth());
    }
    return code.build();
  }

  /** {@code new Filter(9408, 1, 18624)}: the filter, its groups, its vectors. */
  static CodeBlock filter(Filter filter) {
    return CodeBlock.of(
        "new $T($L, $L, $L)",
        Filter.class,
        filter.at(),
        filter.groups(),
        numbers(filter.vectors()));
  }

  /** {@code new Heads(1, 12, 12, 0.125f, -1)}. */
  static CodeBlock heads(Heads heads) {
    return CodeBlock.of(
        "new $T($L, $L, $L, $L, $L)",
        Heads.class,
        heads.batch(),
        heads.heads(),
        heads.keyHeads(),
        Dialect.literal(heads.scale()),
        heads.offset());
  }

  /** {@code new Bias(View.of(0, 1, 6, 6), false, true, true)}. */
  static CodeBlock bias(Bias bias) {
    return CodeBlock.of(
        "new $T($L, $L, $L, $L)",
        Bias.class,
        view(bias.view()),
        bias.bySequence(),
        bias.byHead(),
        bias.byQuery());
  }

  static CodeBlock layer(Recurrence.Layer layer) {
    return CodeBlock.of(
        "new $T($T.$L, $L, $L, $L, $L, $L, $L)",
        Recurrence.Layer.class,
        Recurrence.Cell.class,
        layer.cell(),
        layer.directions(),
        layer.hidden(),
        layer.state(),
        layer.ends(),
        layer.bias(),
        numbers(layer.weights()));
  }

  static CodeBlock numbers(int... numbers) {
    return numbers(IntStream.of(numbers).boxed().toList());
  }

  static CodeBlock numbers(List<? extends Number> numbers) {
    return numbers.stream().map(n -> CodeBlock.of("$L", n)).collect(commas());
  }

  static Collector<CodeBlock, ?, CodeBlock> commas() {
    return CodeBlock.joining(", ");
  }
}
