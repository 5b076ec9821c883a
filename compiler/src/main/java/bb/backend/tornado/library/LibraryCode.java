package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.DeviceTypes;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Finish;
import bb.backend.tornado.methods.Adders;
import bb.backend.tornado.methods.KernelMethods;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the tasks of library forms. Their operands are {@code a}, an array of the kernel's arrays.
 *
 * @param methods the kernels of the class that is written
 * @param adders what adds their tasks
 */
record LibraryCode(KernelMethods methods, Adders adders, Precision precision) {
  private static final String LIBRARIES = "uk.ac.manchester.tornado";
  static final ClassName CUDNN = ClassName.get(LIBRARIES + ".cudnn", "CuDnn");
  static final ClassName CUTLASS = ClassName.get(LIBRARIES + ".cutlass", "Cutlass");

  /** The kernel's array of this number. */
  static CodeBlock array(int number) {
    return CodeBlock.of("a[$L]", number);
  }

  /** An array for the time between tasks. */
  CodeBlock scratch(int number) {
    return CodeBlock.of(
        "s.$L($L)", precision == Precision.FP32 ? "floatScratch" : "halfScratch", number);
  }

  /** A task of loops of our own. */
  CodeBlock task(DeviceKernel kernel, List<CodeBlock> arrays) {
    return CodeBlock.builder()
        .addStatement(
            "$L", adders.call(methods.loops(kernel), CodeBlock.of("s.loops(layer)"), arrays, N))
        .build();
  }

  /**
   * A task that is a product of matrices by cuBLAS. The runtime has the generic call for it: Java's
   * compiler takes long for each.
   */
  CodeBlock product(CodeBlock... arguments) {
    return CodeBlock.builder()
        .addStatement(
            "$T.product(s, layer, $L)",
            DeviceTypes.LIBRARY_CALLS,
            CodeBlock.join(List.of(arguments), ",$W"))
        .build();
  }

  /** A task of a library. */
  CodeBlock library(ClassName library, String call, CodeBlock... arguments) {
    return CodeBlock.builder()
        .addStatement(
            "s.loops(layer).libraryTask(s.id(), $T::$N, $L)",
            library,
            call,
            CodeBlock.join(List.of(arguments), ", "))
        .build();
  }

  /** A task that makes a convolution's output of its sums. */
  CodeBlock finish(Convolve kernel, Finish finish, CodeBlock sums) {
    int sides = kernel.epilogue().sides().size();
    List<CodeBlock> arrays = new ArrayList<>(List.of(sums));
    for (int side = 1; side <= sides; side++) {
      arrays.add(array(side));
    }
    for (int vector = 1; vector <= kernel.epilogue().vectors(); vector++) {
      arrays.add(array(filter(kernel) + vector));
    }
    arrays.add(array(output(kernel)));
    return task(finish, arrays);
  }

  /** The number of the filter among a convolution's arrays. */
  static int filter(Convolve kernel) {
    return 1 + kernel.epilogue().sides().size();
  }

  /** The number of the output among a convolution's arrays. */
  static int output(Convolve kernel) {
    return filter(kernel) + kernel.epilogue().vectors() + 1;
  }
}
