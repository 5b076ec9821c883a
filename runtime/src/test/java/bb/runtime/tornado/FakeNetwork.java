package bb.runtime.tornado;

import bb.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

/**
 * A network on a device that does not exist: what its programs compute is a function of their only
 * input. It takes 1000 bytes for its weights and 100 for each example.
 */
public final class FakeNetwork implements DeviceNetwork {
  private final ModelInfo info;
  private final Device device;
  private final boolean halves;
  private final UnaryOperator<float[]> function;

  /** The batch sizes for which a program was opened, in order; negative where one was closed. */
  final List<Integer> opened = new ArrayList<>();

  /** For how many examples there really is memory, of all programs together. */
  int room = Integer.MAX_VALUE;

  private int used;

  /** How often programs ran. */
  int runs;

  /** What its programs have to say. */
  public final List<String> notes = new ArrayList<>();

  /** What the next run throws. */
  Optional<RuntimeException> failure = Optional.empty();

  public FakeNetwork(
      ModelInfo info, Device device, boolean halves, UnaryOperator<float[]> function) {
    this.info = info;
    this.device = device;
    this.halves = halves;
    this.function = function;
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public boolean needsHalves() {
    return halves;
  }

  @Override
  public long weightBytes() {
    return 1000;
  }

  @Override
  public long activationBytes() {
    return 100;
  }

  @Override
  public long hostBytes() {
    return 50;
  }

  @Override
  public int maxBatch() {
    return 1000;
  }

  @Override
  public DeviceProgram open(int batch) {
    opened.add(batch);
    used += batch;
    return new Program(batch);
  }

  private final class Program implements DeviceProgram {
    private final int batch;

    Program(int batch) {
      this.batch = batch;
    }

    @Override
    public void run(float[][] inputs, float[][] outputs) {
      runs++;
      if (used > room) {
        throw new TornadoOutOfMemoryException("Unable to allocate");
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
      float[] answer = function.apply(inputs[0]);
      System.arraycopy(answer, 0, outputs[0], 0, answer.length);
    }

    @Override
    public Timings runTimed(float[][] inputs, float[][] outputs) {
      run(inputs, outputs);
      return new Timings(
          List.of(
              new Timings.Task("a (tiny.bb:3)", "linear1", 40_000_000, 1_250_000_000, 20_000),
              new Timings.Task("b (tiny.bb:4)", "linear1", 30_000_000, 0, 20_000)),
          new Timings.Besides(2_000_000, 3_000_000, 4_000_000));
    }

    @Override
    public List<String> notes() {
      return notes;
    }

    @Override
    public void close() {
      opened.add(-batch);
      used -= batch;
    }
  }
}
