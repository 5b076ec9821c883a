package bb.backend.cpu;

import bb.backend.layout.Extent;
import bb.backend.layout.Place;
import bb.kernel.Window;
import bb.runtime.cpu.Filter;
import bb.runtime.cpu.Grid;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.View;
import bb.types.Shape;
import bb.types.Value;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.stream.Collector;

/** Writes where values lie, as the records that the runtime takes. */
final class ViewCode {
  private final CpuPlan plan;

  ViewCode(CpuPlan plan) {
    this.plan = plan;
  }

  /** {@code View.of(0, 56, 56, 64)}. */
  CodeBlock view(Value value) {
    return view(plan.placement().of(value), Extent.of(value.type().shape()));
  }

  CodeBlock view(Place place, Extent extent) {
    long offset = plan.memory().offsets().get(place.buffer());
    CodeBlock whole =
        extent.pixels() == 1
            ? CodeBlock.of("$T.of($L, $L)", View.class, offset, place.stride())
            : CodeBlock.of(
                "$T.of($L, $L, $L, $L)",
                View.class,
                offset,
                extent.height(),
                extent.width(),
                place.stride());
    if (place.first() == 0 && place.stride() == extent.channels()) {
      return whole;
    }
    return CodeBlock.of("$L.channels($L, $L)", whole, place.first(), extent.channels());
  }

  /** The value's elements by its logical dimensions. */
  CodeBlock grid(Value value) {
    return grid(value.type().shape().dims(), strides(value), 0);
  }

  List<Long> strides(Value value) {
    return Extent.strides(value.type().shape(), plan.placement().of(value).stride());
  }

  /** {@code Grid.of(64, 56, 56).strides(1, 3584, 64).from(12)}. */
  static CodeBlock grid(List<Long> dims, List<Long> strides, long from) {
    CodeBlock.Builder code = CodeBlock.builder().add("$T.of($L)", Grid.class, numbers(dims));
    if (!strides.equals(Extent.rowMajor(dims))) {
      code.add(".strides($L)", numbers(strides));
    }
    if (from != 0) {
      code.add(".from($L)", from);
    }
    return code.build();
  }

  /** {@code Stencil.of(3, 3).stride(2, 2).pad(1, 1)}. */
  static CodeBlock stencil(Window w) {
    if (w.isPoint()) {
      return CodeBlock.of("$T.POINT", Stencil.class);
    }
    CodeBlock.Builder code =
        CodeBlock.builder().add("$T.of($L, $L)", Stencil.class, w.kernelHeight(), w.kernelWidth());
    if (w.strideHeight() != 1 || w.strideWidth() != 1) {
      code.add(".stride($L, $L)", w.strideHeight(), w.strideWidth());
    }
    if (w.padTop() != 0 || w.padLeft() != 0) {
      code.add(".pad($L, $L)", w.padTop(), w.padLeft());
    }
    if (w.dilationHeight() != 1 || w.dilationWidth() != 1) {
      code.add(".dilation($L, $L)", w.dilationHeight(), w.dilationWidth());
    }
    return code.build();
  }

  /** {@code new Filter(9408, 1, 18624)}: the filter, its groups, its vectors. */
  CodeBlock filter(List<PackedWeight> weights, long groups) {
    List<Long> vectors = weights.stream().skip(1).map(plan.weights()::offset).toList();
    return CodeBlock.of(
        "new $T($L, $L, $L)",
        Filter.class,
        plan.weights().offset(weights.getFirst()),
        groups,
        numbers(vectors));
  }

  static CodeBlock numbers(List<Long> numbers) {
    return numbers.stream().map(n -> CodeBlock.of("$L", n)).collect(commas());
  }

  static Collector<CodeBlock, ?, CodeBlock> commas() {
    return CodeBlock.joining(", ");
  }

  /** Dimensions as arguments. */
  static CodeBlock dims(Shape shape) {
    return numbers(shape.dims());
  }
}
