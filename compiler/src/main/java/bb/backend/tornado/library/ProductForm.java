package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Finish;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution as a product of matrices by cuBLAS: rows of inputs {@code [rows, taps * in]} by the
 * filter {@code [taps * in, out]}. The library takes matrices column after column, so that it
 * computes the transpose of the transposes: {@code y' = w' x'}, each of which lies as its transpose
 * does row after row.
 */
record ProductForm(Convolve kernel) implements LibraryForm {
  private static final int SUMS = 1;

  @Override
  public String name() {
    return "product";
  }

  private Rows rows() {
    return new Rows(kernel, false);
  }

  /** A library takes arrays from their first element on. */
  private boolean isInPlace() {
    return kernel.out().first() == 0;
  }

  private boolean finishes() {
    return !isInPlace() || !Finish.isNothing(kernel.epilogue());
  }

  @Override
  public List<Long> scratch() {
    View out = kernel.out();
    return List.of(rows().scratch(), isInPlace() ? 0 : out.pixels() * out.channels());
  }

  @Override
  public int tasks() {
    return rows().tasks() + 1 + (finishes() ? 1 : 0);
  }

  @Override
  public List<DeviceKernel> kernels() {
    List<DeviceKernel> kernels = new ArrayList<>(rows().kernels());
    if (finishes()) {
      kernels.add(finish());
    }
    return kernels;
  }

  private Finish finish() {
    return new Finish(kernel.out(), false, stride(), kernel.epilogue());
  }

  /** Elements from one row of sums to the next. */
  private long stride() {
    View out = kernel.out();
    return isInPlace() ? out.stride() : out.channels();
  }

  @Override
  public CodeBlock code(LibraryCode code) {
    View out = kernel.out();
    Rows rows = rows();
    CodeBlock output = LibraryCode.array(LibraryCode.output(kernel));
    CodeBlock sums = isInPlace() ? output : code.scratch(SUMS);
    CodeBlock.Builder tasks = CodeBlock.builder().add(rows.code(code));
    tasks.add(
        code.product(
            CodeBlock.of("$L", out.channels()),
            CodeBlock.of("$L", N.times(out.pixels())),
            CodeBlock.of("$L", rows.size()),
            LibraryCode.array(LibraryCode.filter(kernel)),
            CodeBlock.of("$L", out.channels()),
            rows.array(code),
            CodeBlock.of("$L", rows.stride()),
            sums,
            CodeBlock.of("$L", stride())));
    if (finishes()) {
      tasks.add(code.finish(kernel, finish(), sums));
    }
    return tasks.build();
  }
}
