package bb.backend.tornado;

import bb.backend.source.SourceText;
import java.util.List;

/**
 * One launch of a kernel.
 *
 * @param operands an array for each of the kernel's parameters
 * @param layer a literal: what it computes, with its place in the source, for messages
 */
record Task(DeviceKernel kernel, List<Operand> operands, SourceText layer) {
  Task {
    operands = List.copyOf(operands);
  }

  /** An array on the device. */
  sealed interface Operand {}

  /** What the caller gives, in its layout. */
  record Input(int index) implements Operand {}

  /** What the caller gets, in its layout. */
  record Output(int index) implements Operand {}

  /** Activations. */
  record Slot(int index) implements Operand {}

  record Weight(int index) implements Operand {}
}
