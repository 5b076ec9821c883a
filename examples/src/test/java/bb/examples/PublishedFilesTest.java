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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clauses of the zoo about published files, on the names that the files have, with one number
 * in the place of each tensor. {@code examples/reference/checkpoints.py} does it with whole files.
 */
final class PublishedFilesTest {
  @TempDir private Path folder;

  /** The network, with tensors of one number. */
  private static ModelInfo card(String file, String call) {
    Path path = Path.of("zoo", file);
    Problems problems = new Problems();
    NetworkCall wanted =
        NetworkCall.read(Optional.of(new SourceFile("call", call)), List.of(), problems);
    Graph graph =
        Compiler.open(Examples.source(path), Examples::imported, wanted, problems)
            .flatMap(compiler -> compiler.graph(wanted.name().orElseThrow()))
            .orElseThrow(() -> new AssertionError(problems.sorted()));
    List<TensorInfo> tensors =
        graph.parameters().stream().map(p -> new TensorInfo(p.name(), List.of(1), true)).toList();
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
      float[] number = {file.size()};
      file.put(published.apply(tensor.name()), new Tensor(new int[] {1}, number));
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
  void visionTransformerOfTorchvision012() {
    ModelInfo card = card("vit.bb", "ViTB16");
    check(card, name -> name);
    check(
        card,
        name -> name.replace(".mlp.0.", ".mlp.linear_1.").replace(".mlp.3.", ".mlp.linear_2."));
  }

  @Test
  void retinaNetOf2020() {
    ModelInfo card = card("retinanet.bb", "RetinaNet");
    check(card, name -> name);
    UnaryOperator<String> tower =
        name -> {
          Matcher block = Pattern.compile("(head\\.conv\\.)(\\d)\\.0\\.").matcher(name);
          return block.replaceAll(m -> m.group(1) + 2 * Integer.parseInt(m.group(2)) + ".");
        };
    check(card, name -> tower.apply(name).replaceAll("(fpn\\.\\w+_blocks\\.\\d)\\.0\\.", "$1."));
  }

  @Test
  void partsOfWholeModels() {
    check(
        card("encodec.bb", "EnCodecDecoder"),
        name -> name,
        "encoder.layers.0.conv.weight_g",
        "quantizer.layers.0.codebook.embed");
    check(
        card("tacotron2.bb", "Tacotron2Encoder"),
        name -> name,
        "decoder.attention_rnn.weight_ih",
        "postnet.convolutions.0.0.conv.weight");
  }

  @Test
  void headsThatAreTheirEmbeddings() {
    check(card("llama.bb", "SmolLM135M"), name -> name, "lm_head.weight");
    ModelInfo mamba = card("mamba.bb", "Mamba130M");
    check(mamba, name -> name, "lm_head.weight");
    check(mamba, name -> name.replace("embeddings", "embedding"), "lm_head.weight");
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
