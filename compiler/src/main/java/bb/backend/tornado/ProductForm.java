package bb.backend.tornado;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.Optional;

/**
 * A convolution as a product of matrices by cuBLAS: rows of inputs {@code [rows, taps * in]} by the
 * filter {@code [taps * in, out]}. A 1x1 convolution's rows are its input as it lies, others are
 * gathered first. The library takes matrices column after column, so that it computes the transpose
 * of the transposes: {@code y' = w' x'}, each of which lies as its transpose does row after row.
 */
record ProductForm(Convolve kernel) implements LibraryForm {
  private static final int ROWS = 0;
  private static final int SUMS = 1;

  static Optional<LibraryForm> of(Convolve kernel) {
    return kernel.groups() == 1 && !kernel.transposed()
        ? Optional.of(new ProductForm(kernel))
        : Optional.empty();
  }

  @Override
  public String name() {
    return "product";
  }

  /** A library takes arrays from their first element on. */
  private boolean gathers() {
    return !kernel.window().isPoint() || kernel.in().first() != 0;
  }

  private boolean isInPlace() {
    return kernel.out().first() == 0;
  }

  private boolean finishes() {
    return !isInPlace() || !Finish.isNothing(kernel.epilogue());
  }

  private Gather gather() {
    return new Gather(kernel.in(), kernel.out(), kernel.window());
  }

  @Override
  public List<Long> scratch() {
    View out = kernel.out();
    return List.of(
        gathers() ? Math.multiplyExact(out.pixels(), gather().size()) : 0,
        isInPlace() ? 0 : out.pixels() * out.channels());
  }

  @Override
  public int tasks() {
    return 1 + (gathers() ? 1 : 0) + (finishes() ? 1 : 0);
  }

  @Override
  public CodeBlock code(LibraryCode code) {
    View out = kernel.out();
    long stride = isInPlace() ? out.stride() : out.channels();
    CodeBlock rows = gathers() ? code.scratch(ROWS) : LibraryCode.array(0);
    CodeBlock output = LibraryCode.array(LibraryCode.output(kernel));
    CodeBlock sums = isInPlace() ? output : code.scratch(SUMS);
    CodeBlock.Builder tasks = CodeBlock.builder();
    if (gathers()) {
      tasks.add(code.task(gather(), List.of(LibraryCode.array(0), rows)));
    }
    tasks.add(
        code.library(
            "product",
            CodeBlock.of("$L", out.channels()),
            CodeBlock.of("$L", Ints.times("n", out.pixels())),
            CodeBlock.of("$L", gather().size()),
            LibraryCode.array(LibraryCode.filter(kernel)),
            CodeBlock.of("$L", out.channels()),
            rows,
            CodeBlock.of("$L", gathers() ? gather().size() : kernel.in().stride()),
            sums,
            CodeBlock.of("$L", stride)));
    if (finishes()) {
      tasks.add(code.finish(kernel, new Finish(out, false, stride, kernel.epilogue()), sums));
    }
    return tasks.build();
  }
}
