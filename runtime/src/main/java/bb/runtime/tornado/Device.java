package bb.runtime.tornado;

/**
 * What runs a network's kernels.
 *
 * @param backend TornadoVM's backend: {@code OpenCL}, {@code CUDA}, {@code Metal}
 * @param name what the driver calls the device
 * @param isGpu whether it is a GPU; a driver may also offer the processor
 * @param halves whether it has 16-bit floats
 * @param memory its memory in bytes, of which TornadoVM may use as much as {@link Budget} says
 */
public record Device(String backend, String name, boolean isGpu, boolean halves, long memory) {
  @Override
  public String toString() {
    return name + " (" + backend + ")";
  }
}
