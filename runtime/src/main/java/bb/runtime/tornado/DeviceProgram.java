package bb.runtime.tornado;

import java.util.List;

/**
 * A network's tasks for one batch size, with their memory on the device. Not thread-safe. Whatever
 * TornadoVM throws comes through, in a {@link KernelFailure} where it is known which kernel it is
 * about.
 */
public interface DeviceProgram extends AutoCloseable {
  /**
   * Runs the tasks.
   *
   * @param inputs the numbers of each input, batch first, in row-major order
   * @param outputs filled likewise
   */
  void run(float[][] inputs, float[][] outputs);

  /** Runs the tasks likewise, with TornadoVM's profiler on. Only the first run compiles. */
  Timings runTimed(float[][] inputs, float[][] outputs);

  /** What there is to say about how the program was made, a sentence each. */
  List<String> notes();

  /** Gives the device memory back. */
  @Override
  void close();
}
