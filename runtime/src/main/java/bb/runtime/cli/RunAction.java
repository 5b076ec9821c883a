package bb.runtime.cli;

import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.cpu.Lanes;
import bb.runtime.io.Answers;
import bb.runtime.io.Inputs;
import bb.runtime.io.OutputFile;
import bb.runtime.io.Weights;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Runs a network as the options say and prints its answer. */
public final class RunAction {
  private RunAction() {}

  /**
   * Loads weights, reads inputs, predicts, prints.
   *
   * @param files inputs given without an option
   * @param info of the network
   * @param embedded the weights that come with it, used where the options name none
   * @param load makes the model of its weights
   * @param out where the answer goes unless the options name a file
   * @throws UserError if weights or inputs are missing or wrong, or vectors that are required
   */
  public static void run(
      RunOptions options,
      List<String> files,
      ModelInfo info,
      Optional<Supplier<WeightSource>> embedded,
      Function<WeightSource, Model> load,
      PrintStream out) {
    options.check(files);
    if (options.requireVector()) {
      Lanes.require();
    }
    Model model = load.apply(weights(options, info, embedded));
    RunOptions.Format format = options.format(info);
    Inputs.Batch inputs = Inputs.read(info, options.inputs(files), options.batch());
    Map<String, Tensor> outputs = model.predict(inputs.tensors(), options.threads());
    byte[] answer =
        switch (format) {
          case TEXT -> text(options, outputs, inputs.labels(), info);
          case JSON -> json(outputs);
          case NPY -> Answers.npy(outputs.values().iterator().next());
        };
    OutputFile.write(options.output(), out, stream -> stream.write(answer));
  }

  private static WeightSource weights(
      RunOptions options, ModelInfo info, Optional<Supplier<WeightSource>> embedded) {
    if (options.weights().isPresent()) {
      return options.names().apply(Weights.open(options.weights().get()));
    }
    return embedded.orElse(() -> Weights.unnamed(info)).get();
  }

  private static byte[] text(
      RunOptions options, Map<String, Tensor> outputs, List<String> examples, ModelInfo info) {
    Map<String, List<String>> classes =
        info.outputs().stream().collect(Collectors.toMap(OutputInfo::name, OutputInfo::labels));
    return Answers.text(outputs, examples, classes, options.top()).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] json(Map<String, Tensor> outputs) {
    StringBuilder json = new StringBuilder();
    Answers.json(outputs, json);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
