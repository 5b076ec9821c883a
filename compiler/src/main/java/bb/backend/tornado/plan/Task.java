package bb.backend.tornado.plan;

import bb.backend.source.SourceText;
import bb.backend.tornado.loops.DeviceKernel;
import java.util.List;

/**
 * One launch of a kernel.
 *
 * @param planes how many images an example consists of, each of which is one to the kernel
 * @param operands an array for each of the kernel's parameters
 * @param layer a literal: what it computes, with its place in the source, for messages
 */
public record Task(DeviceKernel kernel, long planes, List<Operand> operands, SourceText layer) {
  public Task {
    operands = List.copyOf(operands);
  }

  Task(DeviceKernel kernel, List<Operand> operands, SourceText layer) {
    this(kernel, 1, operands, layer);
  }

  /** The same for each of so many images. */
  Task over(long planes) {
    return new Task(kernel, planes, operands, layer);
  }

  /** An array on the device. */
  public sealed interface Operand {}

  /** What the caller gives, in its layout. */
  public record Input(int index) implements Operand {}

  /** What the caller gets, in its layout. */
  public record Output(int index) implements Operand {}

  /** Activations. */
  public record Slot(int index) implements Operand {}

  public record Weight(int index) implements Operand {}
}
