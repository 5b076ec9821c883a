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
   * @param embedded the weights that come with the network, used where the options name none
   * @param load makes the model of its weights
   * @param out where the answer goes unless the options name a file
   * @throws UserError if weights or inputs are missing or wrong, or vectors that are required
   */
  public static void run(
      RunOptions options,
      List<String> files,
      Optional<Supplier<WeightSource>> embedded,
      Function<WeightSource, Model> load,
      PrintStream out) {
    options.check(files);
    if (options.requireVector()) {
      Lanes.require();
    }
    Model model = load.apply(weights(options, embedded));
    Inputs.Batch inputs = Inputs.read(model.info(), options.inputs(files), options.batch());
    Map<String, Tensor> outputs = model.predict(inputs.tensors(), options.threads());
    String answer = answer(options, outputs, inputs.labels(), model.info());
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    OutputFile.write(options.output(), out, stream -> stream.write(bytes));
  }

  private static WeightSource weights(
      RunOptions options, Optional<Supplier<WeightSource>> embedded) {
    if (options.weights().isPresent()) {
      return options.names().apply(Weights.open(options.weights().get()));
    }
    return embedded.orElseThrow(Weights::missing).get();
  }

  private static String answer(
      RunOptions options, Map<String, Tensor> outputs, List<String> examples, ModelInfo info) {
    return switch (options.format()) {
      case TEXT ->
          Answers.text(
              outputs,
              examples,
              info.outputs().stream()
                  .collect(Collectors.toMap(OutputInfo::name, OutputInfo::labels)),
              options.top());
      case JSON -> {
        StringBuilder json = new StringBuilder();
        Answers.json(outputs, json);
        yield json.toString();
      }
    };
  }
}
