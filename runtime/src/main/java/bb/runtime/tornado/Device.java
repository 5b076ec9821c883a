package bb.runtime.tornado;

/**
 * What runs a network's kernels.
 *
 * @param backend TornadoVM's backend: {@code OpenCL}, {@code PTX}, {@code CUDA}
 * @param name what the driver calls the device
 * @param isGpu whether it is a GPU; a driver may also offer the processor
 * @param hasHalves whether its kernels can use floats of 16 bits
 */
public record Device(String backend, String name, boolean isGpu, boolean hasHalves) {
  @Override
  public String toString() {
    return name + " (" + backend + ")";
  }
}
