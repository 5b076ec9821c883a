package bb.backend.cpu.plan;

import bb.runtime.cpu.Filter;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.View;
import java.util.List;

/**
 * What a convolution reads and writes, whatever its form.
 *
 * @param sides what the epilogue reads besides the sum; shaped like {@code out}
 */
public record Operands(View in, Stencil stencil, Filter filter, View out, List<View> sides) {
  public Operands {
    sides = List.copyOf(sides);
  }
}
