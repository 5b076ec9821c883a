package bb.backend.tornado;

import java.util.List;

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
}
