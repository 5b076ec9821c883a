package bb.memory;

import java.util.List;

/**
 * Memory as whole arrays that buffers share, one after the other: where an arena would give each
 * buffer an offset, here each begins at the start of its slot.
 *
 * @param slots the slot of each buffer
 * @param sizes of the slots, in elements
 */
public record SlotPlan(List<Buffer> buffers, List<Integer> slots, List<Long> sizes) {
  public SlotPlan {
    buffers = List.copyOf(buffers);
    slots = List.copyOf(slots);
    sizes = List.copyOf(sizes);
  }

  /** Of all slots, in elements. */
  public long size() {
    return sizes.stream().reduce(0L, Math::addExact);
  }

  /** The size of the largest slot, in elements. */
  public long largest() {
    return sizes.stream().reduce(0L, Math::max);
  }
}
