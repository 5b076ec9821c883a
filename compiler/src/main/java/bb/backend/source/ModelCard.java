package bb.backend.source;

import bb.graph.Graph;
import bb.graph.Preprocess;
import bb.kernel.WeightExpr;
import bb.ops.ParameterSpec;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.types.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the model card of a network, which its code will hold. */
public final class ModelCard {
  private ModelCard() {}

  /**
   * The card.
   *
   * @param weights what the engine reads of the checkpoint
   * @param macs multiply-adds for one example
   * @param arenaBytes activation memory for one example
   * @param weightBytes memory of the weights as the engine keeps them
   */
  public static ModelInfo of(
      Graph graph, Collection<WeightExpr> weights, long macs, long arenaBytes, long weightBytes) {
    Set<Graph.Parameter> required = graph.parametersOf(weights);
    Map<String, Long> vocabularies = Vocabulary.of(graph);
    return new ModelInfo(
        graph.name(),
        UserText.fileName(graph.span()),
        trainable(graph),
        macs,
        arenaBytes,
        weightBytes,
        graph.inputs().stream().map(input -> input(input, vocabularies.get(input.name()))).toList(),
        graph.outputs().stream()
            .map(output ->
                new OutputInfo(output.name(), dims(output.value().type().shape()), output.labels()))
            .toList(),
        graph.parameters().stream()
            .map(parameter ->
                new TensorInfo(
                    parameter.name(), dims(parameter.type().shape()), required.contains(parameter)))
            .toList(),
        checkpoint(graph));
  }

  /** How published files differ from the network. */
  public static ModelInfo.Checkpoint checkpoint(Graph graph) {
    return new ModelInfo.Checkpoint(
        graph.checkpoint().prefixes(),
        graph.checkpoint().ignored(),
        graph.checkpoint().renames().stream()
            .map(rename -> new ModelInfo.Rename(rename.from(), rename.to()))
            .toList());
  }

  private static InputInfo input(Graph.Input input, long vocabulary) {
    Preprocess preprocess = input.preprocess();
    return new InputInfo(
        input.name(),
        input.value().type().dtype().toString(),
        dims(input.value().type().shape()),
        new ModelInfo.Preprocess(
            Math.toIntExact(preprocess.resize().orElse(0L)),
            floats(preprocess.mean()),
            floats(preprocess.std()),
            preprocess.interpolation().name().toLowerCase(Locale.ROOT),
            Math.toIntExact(
                preprocess.letterbox().orElse((long) ModelInfo.Preprocess.NO_LETTERBOX)),
            preprocess.bgr(),
            (float) preprocess.scale()),
        Math.toIntExact(vocabulary));
  }

  private static long trainable(Graph graph) {
    return graph.parameters().stream()
        .filter(parameter -> parameter.role() == ParameterSpec.Role.TRAINABLE)
        .mapToLong(parameter -> parameter.type().shape().elements())
        .reduce(0, Math::addExact);
  }

  private static List<Integer> dims(Shape shape) {
    return shape.dims().stream().map(Math::toIntExact).toList();
  }

  private static List<Float> floats(List<Double> numbers) {
    return numbers.stream().map(Double::floatValue).toList();
  }
}
