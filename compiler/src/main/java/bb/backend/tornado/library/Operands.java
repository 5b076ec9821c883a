package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Attend;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * What the arrays of a kernel hold, by which its forms can be tried alone.
 *
 * @param in what is named of what it reads
 * @param sequences how many times an example has what the views show
 * @param filter an array of ints: its number among the arrays; outputs, inputs, taps
 * @param sizes elements of each array
 */
record Operands(View in, View out, long sequences, CodeBlock filter, List<CodeBlock> sizes) {
  Operands {
    sizes = List.copyOf(sizes);
  }

  static Operands of(DeviceKernel kernel) {
    if (kernel instanceof Convolve convolve) {
      return of(convolve);
    }
    if (kernel instanceof Attend attend) {
      return of(attend);
    }
    throw new IllegalArgumentException("no library computes " + kernel);
  }

  private static Operands of(Convolve kernel) {
    long taps = kernel.window().kernelHeight() * kernel.window().kernelWidth();
    List<CodeBlock> sizes = new ArrayList<>();
    sizes.add(size(kernel.in(), 1));
    kernel.epilogue().sides().forEach(side -> sizes.add(size(side, 1)));
    sizes.add(CodeBlock.of("$L", kernel.outputs() * kernel.inputs() * taps));
    for (int vector = 0; vector < kernel.epilogue().vectors(); vector++) {
      sizes.add(CodeBlock.of("$L", kernel.out().channels()));
    }
    sizes.add(size(kernel.out(), 1));
    CodeBlock filter =
        CodeBlock.of(
            "new int[] {$L, $L, $L, $L}",
            LibraryCode.filter(kernel),
            kernel.outputs(),
            kernel.inputs(),
            taps);
    return new Operands(kernel.in(), kernel.out(), 1, filter, sizes);
  }

  private static Operands of(Attend kernel) {
    long sequences = kernel.kernel().batch();
    List<CodeBlock> sizes =
        List.of(
            size(kernel.queries(), sequences),
            size(kernel.keys(), sequences),
            size(kernel.values(), sequences),
            size(kernel.out(), sequences));
    return new Operands(
        kernel.queries(), kernel.out(), sequences, CodeBlock.of("new int[0]"), sizes);
  }

  private static CodeBlock size(View view, long sequences) {
    return CodeBlock.of("$L", N.times(sequences * view.pixels() * view.stride()));
  }
}
