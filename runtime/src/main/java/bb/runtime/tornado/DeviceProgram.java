package bb.runtime.tornado;

import java.util.List;

/** A network's tasks for one batch size, with their memory on the device. Not thread-safe. */
public interface DeviceProgram extends AutoCloseable {
  /** Where the tasks run. */
  Device device();

  /**
   * Runs the tasks.
   *
   * @param inputs the numbers of each input, batch first, in row-major order
   * @param outputs filled likewise
   */
  void run(float[][] inputs, float[][] outputs);

  /** The layer a task computes, with its place in the source: {@code stem.conv (net.bb:12)}. */
  String layer(String task);

  /** What there is to say about how the program was made, a sentence each. */
  List<String> notes();

  /** Gives the device memory back. */
  @Override
  void close();
}
