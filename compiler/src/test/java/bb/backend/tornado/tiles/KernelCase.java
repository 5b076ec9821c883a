package bb.backend.tornado.tiles;

import bb.backend.layout.Extent;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.DeviceKernel;
import java.util.List;
import java.util.Random;

/**
 * A kernel with a batch size.
 *
 * @param sizes elements of each of its arrays
 */
record KernelCase(DeviceKernel kernel, int batch, List<Long> sizes) {
  KernelCase {
    sizes = List.copyOf(sizes);
  }

  /** Elements of the array that a view of a value is in. */
  static long size(View view, int batch) {
    return batch * view.pixels() * view.stride();
  }

  /** A view that is all of its array or part of it. */
  static View view(Random random, long height, long width, long channels) {
    long first = random.nextBoolean() ? 0 : random.nextInt(5);
    long more = random.nextBoolean() ? 0 : random.nextInt(3);
    return new View(new Extent(height, width, channels), first, first + channels + more);
  }
}
