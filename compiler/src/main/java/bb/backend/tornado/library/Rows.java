package bb.backend.tornado.library;

import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Gather;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * A convolution's inputs as the rows of a matrix {@code [rows, taps * in]}: those of a 1x1
 * convolution are its input as it lies, if a library takes it so, and others are gathered first.
 *
 * @param packed whether a row has to begin where the one before it ends
 */
record Rows(Convolve kernel, boolean packed) {
  private static final int SCRATCH = 0;

  /** A library takes arrays from their first element on. */
  boolean areGathered() {
    View in = kernel.in();
    return !kernel.window().isPoint() || in.first() != 0 || packed && in.stride() != in.channels();
  }

  /** Elements of a row. */
  long size() {
    return gather().size();
  }

  /** How far it is from one row to the next. */
  long stride() {
    return areGathered() ? size() : kernel.in().stride();
  }

  /** Elements for one example between the tasks. */
  long scratch() {
    return areGathered() ? Math.multiplyExact(kernel.out().pixels(), size()) : 0;
  }

  /** The array in which the rows lie. */
  CodeBlock array(LibraryCode code) {
    return areGathered() ? code.scratch(SCRATCH) : LibraryCode.array(0);
  }

  int tasks() {
    return kernels().size();
  }

  List<DeviceKernel> kernels() {
    return areGathered() ? List.of(gather()) : List.of();
  }

  CodeBlock code(LibraryCode code) {
    return areGathered()
        ? code.task(gather(), List.of(LibraryCode.array(0), array(code)))
        : CodeBlock.of("");
  }

  private Gather gather() {
    return new Gather(kernel.in(), kernel.out(), kernel.window());
  }
}
