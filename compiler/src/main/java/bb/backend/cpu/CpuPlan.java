package bb.backend.cpu;

import bb.backend.layout.Placement;
import bb.memory.MemoryPlan;
import bb.program.Program;

/**
 * What this backend has decided about a program; enough to report on it without generating code.
 */
public final class CpuPlan {
  /** What an element costs besides its multiply-adds: it is read, written, and perhaps an exp. */
  private static final int ELEMENT = 4;

  private final Program program;
  private final Placement placement;
  private final MemoryPlan memory;
  private final WeightPlan weights;

  CpuPlan(Program program, Placement placement, MemoryPlan memory, WeightPlan weights) {
    this.program = program;
    this.placement = placement;
    this.memory = memory;
    this.weights = weights;
  }

  /** How many kernels run, one after the other. */
  public int kernels() {
    return program.steps().size();
  }

  /** What one example takes to compute, in multiply-adds or as many simple operations. */
  long work() {
    double elements =
        program.steps().stream().mapToDouble(s -> s.output().type().shape().elements()).sum();
    return (long) (program.macs() + ELEMENT * elements);
  }

  /** Activation memory for one example. */
  public long peakBytes() {
    return memory.size() * Float.BYTES;
  }

  /** Memory of the packed weights. */
  public long weightBytes() {
    return weights.size() * Float.BYTES;
  }

  /** The buffers of one example and where they lie. */
  public MemoryPlan memory() {
    return memory;
  }

  /** The program as it is emitted. */
  Program program() {
    return program;
  }

  Placement placement() {
    return placement;
  }

  WeightPlan weights() {
    return weights;
  }
}
