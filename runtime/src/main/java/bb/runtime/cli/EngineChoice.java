package bb.runtime.cli;

import bb.runtime.ErrorCode;
import bb.runtime.Model;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.cpu.Lanes;
import bb.runtime.tornado.Device;
import bb.runtime.tornado.Failures;
import bb.runtime.tornado.TornadoModel;
import bb.runtime.tornado.TornadoVm;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what runs a network that a device can run, too, and says so on standard error. */
final class EngineChoice {
  private final EmbeddedModel model;
  private final DeviceOptions options;
  private final TornadoVm tornado;
  private final String jar;
  private final PrintStream err;

  /**
   * @param jar the file that the user started
   */
  EngineChoice(
      EmbeddedModel model, DeviceOptions options, TornadoVm tornado, String jar, PrintStream err) {
    this.model = model;
    this.options = options;
    this.tornado = tornado;
    this.jar = jar;
    this.err = err;
  }

  /**
   * Loads the network for the engine that is chosen.
   *
   * @throws UserError if what was asked for is not there
   */
  Model load(WeightSource weights) {
    if (options.engine() == DeviceOptions.Engine.CPU) {
      return processor(weights, "");
    }
    Optional<UserError> lack = tornado.lack(jar);
    Device device = null;
    if (lack.isEmpty()) {
      try {
        device = model.findDevice();
      } catch (RuntimeException | Error e) {
        lack = Optional.of(Failures.ofDevice(e));
      }
    }
    if (lack.isPresent()) {
      return without(lack.get(), weights);
    }
    if (options.requireGpu() && !device.isGpu()) {
      throw noGpu("%s is a processor".formatted(device), List.of(), List.of());
    }
    err.println("engine: TornadoVM, " + device);
    return device(weights);
  }

  private Model without(UserError lack, WeightSource weights) {
    if (options.requireGpu()) {
      throw noGpu(lack.getMessage(), lack.notes(), lack.helps());
    }
    if (options.engine() == DeviceOptions.Engine.TORNADO) {
      throw lack;
    }
    String more =
        Stream.concat(lack.notes().stream(), lack.helps().stream()).findFirst().orElseThrow();
    return processor(weights, "; " + lack.getMessage() + ": " + more);
  }

  private static UserError noGpu(String why, List<String> notes, List<String> helps) {
    UserError error = new UserError(ErrorCode.BB0632, "there is no GPU to run on: " + why);
    for (String note : notes) {
      error = error.note(note);
    }
    for (String help : helps) {
      error = error.help(help);
    }
    return error.help("or run it on what there is, without `--require-gpu`");
  }

  private Model processor(WeightSource weights, String why) {
    err.println("engine: CPU, " + (Lanes.available() ? "Vector API" : "scalar") + why);
    return model.load(weights);
  }

  private Model device(WeightSource weights) {
    long start = System.nanoTime();
    TornadoModel loaded = model.loadForDevice(weights);
    long nanos = System.nanoTime() - start;
    boolean compares = options.compare() || loaded.needsHalves();
    Optional<Model> other = compares ? Optional.of(model.load(weights)) : Optional.empty();
    return new WatchedModel(loaded, other, options.timings(), nanos, err);
  }
}
