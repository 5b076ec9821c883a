package bb.runtime.cli;

import bb.runtime.EngineInfo;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.Options;
import bb.runtime.Tensor;
import bb.runtime.Visible;
import bb.runtime.io.Distance;
import bb.runtime.io.Message;
import bb.runtime.tornado.TornadoModel;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** A network on a device, about whose first answer standard error tells what was asked for. */
final class WatchedModel implements Model {
  private final TornadoModel model;
  private final Optional<Model> other;
  private final boolean timed;
  private final long loading;
  private final PrintStream err;

  /**
   * @param other the same network on the processor, for comparison: answers of 16-bit floats are
   *     always compared
   * @param timed whether to tell how long it takes
   * @param loading how long loading took, in nanoseconds
   */
  WatchedModel(
      TornadoModel model, Optional<Model> other, boolean timed, long loading, PrintStream err) {
    this.model = model;
    this.other = other;
    this.timed = timed;
    this.loading = loading;
    this.err = err;
  }

  @Override
  public ModelInfo info() {
    return model.info();
  }

  @Override
  public EngineInfo engine() {
    return model.engine();
  }

  @Override
  public void predictInto(
      Map<String, Tensor> inputs, Map<String, Tensor> outputs, Options options) {
    model.predictInto(inputs, outputs, options);
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, Options options) {
    long start = System.nanoTime();
    // not compiled yet: the profiler sees only what a run compiles
    model.open(inputs.values().iterator().next().batch());
    long planning = System.nanoTime() - start;
    model.notes().forEach(note -> err.println("note: " + Visible.line(note)));
    Map<String, Tensor> outputs = timed ? timed(inputs, planning) : model.predict(inputs, options);
    other.ifPresent(processor -> compare(outputs, processor.predict(inputs, options)));
    return outputs;
  }

  private Map<String, Tensor> timed(Map<String, Tensor> inputs, long planning) {
    long start = System.nanoTime();
    TornadoModel.Timed result = model.predictTimed(inputs);
    long running = System.nanoTime() - start;
    err.print(TimingText.of(loading, planning, running, result.timings()));
    return result.outputs();
  }

  private void compare(Map<String, Tensor> outputs, Map<String, Tensor> expected) {
    outputs.forEach((name, tensor) ->
        err.println(
            Message.of(
                "compare: `%s` is %.1e from the CPU engine's (relative L2 distance)",
                name, Distance.relative(expected.get(name).data(), tensor.data()))));
  }
}
