package bb.memory;

import java.util.List;

/**
 * An offset for each buffer, and the size of the arena that holds them all, in elements. If every
 * size is multiplied by a batch, so is every offset.
 */
public record MemoryPlan(List<Buffer> buffers, List<Long> offsets, long size) {
  public MemoryPlan {
    buffers = List.copyOf(buffers);
    offsets = List.copyOf(offsets);
  }
}
