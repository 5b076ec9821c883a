package bb.runtime.tornado;

import bb.runtime.engine.HotSpot;

/** How much memory Java may have outside of its heap. */
final class MaxDirectMemory {
  /** In bytes. */
  static final long BYTES = find();

  private MaxDirectMemory() {}

  /** What HotSpot was told, if it says; its own choice is as much as the heap may grow to. */
  private static long find() {
    return HotSpot.option("MaxDirectMemorySize")
        .map(Long::parseLong)
        .filter(bytes -> bytes > 0)
        .orElseGet(() -> Runtime.getRuntime().maxMemory());
  }
}
