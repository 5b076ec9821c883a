package bb.runtime.tornado;

import bb.runtime.EngineInfo;
import bb.runtime.Listener;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.Options;
import bb.runtime.Tensor;
import bb.runtime.engine.Inputs;
import bb.runtime.engine.Stop;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network that runs on a device. Callers take turns. The first batch of a size makes a program,
 * which takes seconds; a few are kept, with their device memory. A batch whose size is near that of
 * a kept program, up to twice or half of it, runs in that one, filled up or in parts; {@link
 * #prepare} makes one of exactly a size. A batch that does not fit in memory runs in parts.
 */
public final class TornadoModel implements Model {
  private final DeviceNetwork network;
  private final Programs programs;

  /**
   * The network on its device.
   *
   * @throws bb.runtime.UserError if the device lacks what the network needs
   */
  public TornadoModel(DeviceNetwork network) {
    this.network = network;
    this.programs = new Programs(network);
    if (network.needsHalves() && !network.device().halves()) {
      throw Failures.noHalves(network);
    }
  }

  @Override
  public ModelInfo info() {
    return network.info();
  }

  @Override
  public EngineInfo engine() {
    return new EngineInfo(EngineInfo.Kind.TORNADO, device().toString(), 0, 1);
  }

  /** Where it runs. */
  public Device device() {
    return network.device();
  }

  /** Whether its answers are of 16-bit floats, which differ a little from the CPU engine's. */
  public boolean needsHalves() {
    return network.needsHalves();
  }

  /** What there is to say about how batches are run, a sentence each. */
  public synchronized List<String> notes() {
    return programs.last().map(DeviceProgram::notes).orElse(List.of());
  }

  /**
   * {@inheritDoc}
   *
   * @param options of which the device takes none but the listener, which is told of the whole; a
   *     batch that is to be stopped is not begun
   */
  @Override
  public void predictInto(
      Map<String, Tensor> inputs, Map<String, Tensor> outputs, Options options) {
    Stop.of(options).check(info().network());
    long begin = System.nanoTime();
    run(inputs, outputs, false);
    options
        .listener()
        .ifPresent(told -> told.phase(Listener.Phase.COMPUTE, System.nanoTime() - begin));
  }

  /**
   * A batch's outputs, and how long its tasks took.
   *
   * @param timings of the first part if the batch ran in parts
   */
  public record Timed(Map<String, Tensor> outputs, Timings timings) {}

  /** Runs a batch with TornadoVM's profiler on. */
  public Timed predictTimed(Map<String, Tensor> inputs) {
    Inputs.checkShapes(info(), inputs);
    Map<String, Tensor> outputs = Inputs.outputs(info(), Inputs.batch(info(), inputs));
    return new Timed(outputs, run(inputs, outputs, true));
  }

  /**
   * Makes the program for batches of exactly {@code batch} examples, if it is not there, and has it
   * answer zeros: what compiles kernels when they first run, and copies weights then, has done so
   * when somebody waits for an answer.
   */
  public synchronized void prepare(int batch) {
    int part = whole(batch);
    if (!programs.has(part)) {
      guarded(part, () -> programs.open(part).run(zeros(inputs(), part), zeros(outputs(), part)));
    }
  }

  /** Makes the program without running it: the first batch compiles it, where it can be timed. */
  public synchronized void open(int batch) {
    int part = whole(batch);
    guarded(part, () -> programs.open(part));
  }

  private void guarded(int part, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      programs.abandon(e);
      throw Failures.of(e, network, part);
    }
  }

  private Stream<List<Integer>> inputs() {
    return info().inputs().stream().map(ModelInfo.InputInfo::shape);
  }

  private Stream<List<Integer>> outputs() {
    return info().outputs().stream().map(ModelInfo.OutputInfo::shape);
  }

  private static float[][] zeros(Stream<List<Integer>> shapes, int batch) {
    return shapes
        .map(shape -> new float[shape.stream().reduce(batch, Math::multiplyExact)])
        .toArray(float[][]::new);
  }

  @Override
  public void warmUp() {
    prepare(1);
    Model.super.warmUp();
  }

  private Timings run(Map<String, Tensor> inputs, Map<String, Tensor> outputs, boolean timed) {
    ModelInfo info = info();
    Inputs.check(info, inputs);
    int batch = Inputs.batch(info, inputs);
    Inputs.checkOutputs(info, outputs, batch);
    float[][] in =
        info.inputs().stream().map(i -> inputs.get(i.name()).data()).toArray(float[][]::new);
    float[][] out =
        info.outputs().stream().map(o -> outputs.get(o.name()).data()).toArray(float[][]::new);
    return run(in, out, batch, timed);
  }

  private synchronized Timings run(float[][] in, float[][] out, int batch, boolean timed) {
    int part = programs.size(batch, most());
    try {
      return runParts(in, out, batch, part, timed);
    } catch (RuntimeException | Error e) {
      // what other programs hold may be just what is missing
      if (Failures.isOutOfMemory(e) && programs.makeRoom()) {
        return run(in, out, batch, timed);
      }
      programs.abandon(e);
      throw Failures.of(e, network, part);
    }
  }

  private Timings runParts(float[][] in, float[][] out, int batch, int part, boolean timed) {
    if (part == batch) {
      return run(programs.open(part), in, out, timed);
    }
    Timings timings = Timings.NONE;
    for (int first = 0; first < batch; first += part) {
      int count = Math.min(part, batch - first);
      // what is less than a part is filled up: another size would have to be compiled
      float[][] partIn = Parts.take(in, first, count, part, batch);
      float[][] partOut = Parts.like(out, part, batch);
      Timings times = run(programs.open(part), partIn, partOut, timed && first == 0);
      timings = first == 0 ? times : timings;
      Parts.put(partOut, out, first, count, batch);
    }
    return timings;
  }

  private static Timings run(DeviceProgram program, float[][] in, float[][] out, boolean timed) {
    if (timed) {
      return program.runTimed(in, out);
    }
    program.run(in, out);
    return Timings.NONE;
  }

  /** How many examples run at a time; about as many in each part of a batch. */
  private int whole(int batch) {
    return Math.ceilDiv(batch, Math.ceilDiv(batch, most()));
  }

  /** The most that can run at a time. */
  private int most() {
    int most = Budget.examples(network);
    if (most == 0) {
      throw Failures.outOfMemory(network);
    }
    return most;
  }
}
