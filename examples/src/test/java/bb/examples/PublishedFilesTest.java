package bb.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.backend.source.ModelCard;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Safetensors;
import bb.runtime.io.WeightBinding;
import bb.runtime.io.Weights;
import bb.source.SourceFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clauses of the zoo about published files, on narrow networks and the names that the files
 * have. {@code examples/reference/checkpoints.py} does it with the networks at their full size.
 */
final class PublishedFilesTest {
  @TempDir private Path folder;

  /** The same network with few numbers in it. */
  private static ModelInfo card(String file, String call) {
    Path path = Path.of("zoo", file);
    Problems problems = new Problems();
    NetworkCall narrow =
        NetworkCall.read(Optional.of(new SourceFile("call", call)), List.of(), problems);
    Graph graph =
        Compiler.open(Examples.source(path), Examples::imported, narrow, problems)
            .flatMap(compiler -> compiler.graph(narrow.name().orElseThrow()))
            .orElseThrow(() -> new AssertionError(problems.sorted()));
    List<TensorInfo> tensors =
        graph.parameters().stream()
            .map(p ->
                new TensorInfo(
                    p.name(),
                    p.type().shape().dims().stream().map(Math::toIntExact).toList(),
                    true))
            .toList();
    ModelInfo.Checkpoint clause = ModelCard.checkpoint(graph);
    return new ModelInfo(graph.name(), file, 0, 0, 0, 0, List.of(), List.of(), tensors, clause);
  }

  /**
   * Writes a file with the names that were published, and holds each tensor to its number.
   *
   * @param published what a name of the network is there
   * @param others what the file has besides
   */
  private void check(ModelInfo card, UnaryOperator<String> published, String... others) {
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (TensorInfo tensor : card.tensors()) {
      int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
      float[] numbers = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
      Arrays.fill(numbers, file.size());
      file.put(published.apply(tensor.name()), new Tensor(shape, numbers));
    }
    assertEquals(card.tensors().size(), file.size());
    for (String other : others) {
      file.put(other, new Tensor(new int[] {1}, new float[] {-1}));
    }
    Path path = folder.resolve("net.safetensors");
    Safetensors.write(path, file);
    WeightSource bound = WeightBinding.bind(card, Weights.file(path));
    for (TensorInfo tensor : card.tensors()) {
      String name = published.apply(tensor.name());
      assertArrayEquals(
          file.get(name).data(), bound.read(tensor.name(), tensor.shape()), tensor.name());
    }
  }

  @Test
  void gpt2WithItsHeadAndWithout() {
    ModelInfo card =
        card(
            "gpt2.bb", "GPT(depth: 2, width: 4, heads: 2, tokens: 3, positions: 5, vocabulary: 7)");
    check(card, name -> name, "lm_head.weight", "transformer.h.1.attn.bias");
    check(
        card,
        name -> name.replaceFirst("^transformer\\.", ""),
        "h.0.attn.bias",
        "h.1.attn.bias",
        "h.1.attn.masked_bias");
  }

  @Test
  void bertInOldAndNewWords() {
    ModelInfo card =
        card(
            "bert.bb",
            "Bert(depth: 1, width: 4, heads: 2, tokens: 3, positions: 5, vocabulary: 7)");
    check(card, name -> name, "embeddings.position_ids");
    check(
        card,
        name ->
            "bert."
                + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                    .replace("LayerNorm.bias", "LayerNorm.beta"),
        "cls.predictions.bias",
        "cls.predictions.transform.LayerNorm.gamma",
        "cls.seq_relationship.weight");
  }

  @Test
  void deformableBackboneOfADetector() {
    ModelInfo card = card("deformable_resnet.bb", "DeformableResNet(depths: [1, 1, 1, 1])");
    check(
        card,
        name -> "backbone." + name.replace("conv2_offset", "conv2.conv_offset"),
        "neck.fpn_convs.0.conv.weight",
        "rpn_head.rpn_cls.bias",
        "roi_head.bbox_head.fc_cls.bias");
  }

  @Test
  void denseNetOf2017() {
    ModelInfo card =
        card("densenet.bb", "DenseNet(depths: [2, 1], growth: 2, stem: 4, classes: 3, size: 64)");
    check(card, name -> name);
    check(card, name -> name.replaceAll("(denselayer\\d+\\.(?:norm|conv))([12])\\.", "$1.$2."));
  }

  @Test
  void inceptionsWithTheirClassifiers() {
    check(
        card("googlenet.bb", "GoogLeNet(classes: 2)"),
        name -> name,
        "aux1.conv.conv.weight",
        "aux2.fc2.bias");
    check(card("inception_v3.bb", "InceptionV3(classes: 2)"), name -> name, "AuxLogits.fc.weight");
  }
}
