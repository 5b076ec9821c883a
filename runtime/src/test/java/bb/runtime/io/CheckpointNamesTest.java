package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.ModelInfo.Rename;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the names of published files become those of networks. */
final class CheckpointNamesTest {
  private static String renamed(String from, String to, String name) {
    Checkpoint rule = new Checkpoint(List.of(), List.of(), List.of(new Rename(from, to)));
    return new CheckpointNames(List.of(rule)).of(name).name();
  }

  @ParameterizedTest
  @CsvSource({
    // BERT as it was published first
    "gamma, weight, embeddings.LayerNorm.gamma, embeddings.LayerNorm.weight",
    "gamma, weight, gammas.weight, gammas.weight",
    // DenseNet as torchvision published it first
    "norm.1, norm1, features.denseblock1.denselayer2.norm.1.weight,"
        + " features.denseblock1.denselayer2.norm1.weight",
    "norm.1, norm1, features.norm.12.weight, features.norm.12.weight",
    "norm.1, norm1, features.subnorm.1.weight, features.subnorm.1.weight",
    "a.a, b, a.a.a, b.a",
    "model, '', model.layers.0.weight, layers.0.weight",
    "layers, encoder.layer, layers.0.weight, encoder.layer.0.weight",
    "'*', 'bert.*', pooler.bias, bert.pooler.bias",
    "'h.*.ln_*', 'blocks.*.norm*', h.10.ln_1.weight, blocks.10.norm1.weight",
    "'h.*.ln_*', 'blocks.*.norm*', wte.weight, wte.weight",
    "'*.conv?.*', 'x.*', a.conv1.weight, x.a",
  })
  void changeParts(String from, String to, String name, String expected) {
    assertEquals(expected, renamed(from, to, name));
  }

  @ParameterizedTest
  @CsvSource({
    "h.*.attn.bias, h.0.attn.bias, true",
    "h.*.attn.bias, h.0.attn.c_attn.bias, false",
    "*.position_ids, embeddings.position_ids, true",
    "*.position_ids, position_ids, false",
    "cls.*, cls.predictions.decoder.weight, true",
    "a*b*c, abbc, true",
    "a*b*c, abb, false",
    "*, '', true",
    "?, ab, false",
  })
  void matchPatterns(String pattern, String name, boolean expected) {
    assertEquals(expected, new Glob(pattern).matches(name));
  }

  @Test
  void patternsTakeStepsInProportion() {
    String name = "a".repeat(1_000);
    assertEquals(false, new Glob("*a".repeat(400) + "b").matches(name));
  }

  @ParameterizedTest
  @CsvSource({
    "=b, there is no name to change",
    "a=b*, `*` stands more often in the new name than in the old one",
    "a*=b?, `?` in the new name stands for no character",
    "ab, a file",
  })
  void rulesThatMakeNoSense(String text, String why) {
    UserError error = assertThrows(UserError.class, () -> RenameRules.read(text));
    assertTrue(why.equals("a file") || error.getMessage().endsWith(": " + why), error.getMessage());
  }

  @Test
  void rulesInAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("map.txt");
    Files.writeString(file, "# of BERT\ngamma = weight\n\nbeta=bias # both\n");
    assertEquals(
        List.of(new Rename("gamma", "weight"), new Rename("beta", "bias")),
        RenameRules.read(file.toString()));
    Files.writeString(file, "gamma = weight\nbeta bias\n");
    UserError error = assertThrows(UserError.class, () -> RenameRules.read(file.toString()));
    assertEquals(
        "line 2 of `" + file + "` renames no tensor: there is no `=` in it", error.getMessage());
  }

  private static final Checkpoint GPT2 =
      new Checkpoint(
          List.of("transformer."), List.of("h.*.attn.bias", "lm_head.weight"), List.of());

  private static ModelInfo network(Checkpoint clause, String... names) {
    List<TensorInfo> tensors =
        List.of(names).stream().map(name -> new TensorInfo(name, List.of(2), true)).toList();
    return new ModelInfo("Net", "net.bb", 0, 0, 0, 0, List.of(), List.of(), tensors, clause);
  }

  private static WeightSource file(Path folder, String... names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, new Tensor(new int[] {2}, new float[] {tensors.size(), 0}));
    }
    Path path = folder.resolve("net.safetensors");
    Safetensors.write(path, tensors);
    return Weights.file(path);
  }

  @Test
  void bothFormsOfGpt2(@TempDir Path folder) {
    ModelInfo info = network(GPT2, "wte.weight", "h.0.attn.c_attn.weight");
    WeightSource plain = file(folder, "wte.weight", "h.0.attn.c_attn.weight", "h.0.attn.bias");
    WeightSource bound = WeightBinding.bind(info, plain);
    assertArrayEquals(new float[] {1, 0}, bound.read("h.0.attn.c_attn.weight", List.of(2)));
    WeightSource headed =
        file(
            folder,
            "lm_head.weight",
            "transformer.wte.weight",
            "transformer.h.0.attn.bias",
            "transformer.h.0.attn.c_attn.weight");
    bound = WeightBinding.bind(info, headed);
    assertArrayEquals(new float[] {1, 0}, bound.read("wte.weight", List.of(2)));
    assertEquals(Optional.of(2), bound.contents().map(Map::size));
  }

  @Test
  void whatIsNeededIsNotIgnored(@TempDir Path folder) {
    Checkpoint all = new Checkpoint(List.of(), List.of("*"), List.of());
    WeightSource bound = WeightBinding.bind(network(all, "a"), file(folder, "a", "b"));
    assertArrayEquals(new float[] {0, 0}, bound.read("a", List.of(2)));
  }

  @Test
  void rulesOfTheCommandLineComeFirst(@TempDir Path folder) {
    WeightSource file = file(folder, "module.transformer.wte.gamma");
    Checkpoint own =
        new Checkpoint(List.of("module."), List.of(), List.of(new Rename("gamma", "weight")));
    WeightSource ruled = new RuledWeights(file, List.of(own), false);
    WeightSource bound = WeightBinding.bind(network(GPT2, "wte.weight"), ruled);
    assertArrayEquals(new float[] {0, 0}, bound.read("wte.weight", List.of(2)));
  }

  @Test
  void twoNamesThatBecomeOne(@TempDir Path folder) {
    WeightSource file = file(folder, "wte.weight", "transformer.wte.weight");
    UserError error =
        assertThrows(UserError.class, () -> WeightBinding.bind(network(GPT2, "wte.weight"), file));
    assertTrue(error.getMessage().contains("both become `wte.weight`"), error.getMessage());
  }

  @Test
  void manyFilesWithAnIndex(@TempDir Path folder) throws IOException {
    for (String name : List.of("a", "b")) {
      Map<String, Tensor> tensors = Map.of(name, new Tensor(new int[] {2}, new float[] {1, 2}));
      Safetensors.write(folder.resolve("part-" + name + ".safetensors"), tensors);
    }
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(
        index,
        """
        {"metadata": {"total_size": 16},
         "weight_map": {"a": "part-a.safetensors", "b": "part-b.safetensors"}}
        """);
    TensorFile file = Weights.file(index);
    assertEquals(Map.of("a", List.of(2), "b", List.of(2)), file.contents().orElseThrow());
    assertArrayEquals(new float[] {1, 2}, file.read("b", List.of(2)));
  }

  /** The other part has the nearest name, and is not what is meant. */
  @Test
  void anIndexWithoutAPart(@TempDir Path folder) throws IOException {
    Tensor tensor = new Tensor(new int[] {1}, new float[] {1});
    Safetensors.write(folder.resolve("m-00001-of-00002.safetensors"), Map.of("a", tensor));
    Path index = folder.resolve("index.json");
    Files.writeString(
        index,
        """
        {"weight_map": {"a": "m-00001-of-00002.safetensors", "b": "m-00002-of-00002.safetensors"}}
        """);
    UserError error = assertThrows(UserError.class, () -> Weights.file(index));
    assertEquals(
        """
        error[BB0601]: there is no file `DIR/m-00002-of-00002.safetensors`
          note: the index `DIR/index.json` names it: a part of the tensors lies in it
          help: fetch this part from where the index comes from, and put it beside the others
        """,
        error.text().replace(folder.toString(), "DIR"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | it has no object `weight_map`",
        "{\"weight_map\": 3} | it has no object `weight_map`",
        "{\"weight_map\": {\"a\": \"../a.safetensors\"}}"
            + " | `../a.safetensors` is not the name of a file beside it",
        "{\"weight_map\": {\"a\": \"/etc/passwd\"}}"
            + " | `/etc/passwd` is not the name of a file beside it",
        "{\"weight_map\": {\"a\": \"c:x\"}} | `c:x` is not the name of a file beside it",
        "{\"weight_map\": {\"a\": 1}} | `1` is not the name of a file beside it",
        "{\"weight_map\": {\"a\": \"net.safetensors\"}}"
            + " | tensor `a` should lie in `net.safetensors`, and does not",
        "{\"weight_map\": {\"a\": \"x\", \"a\": \"y\"}} | it gives `a` twice",
      })
  void indexesThatLead(String text, String why, @TempDir Path folder) throws IOException {
    file(folder, "b");
    Path index = folder.resolve("index.json");
    Files.writeString(index, text);
    UserError error = assertThrows(UserError.class, () -> Weights.file(index));
    assertTrue(error.getMessage().endsWith(": " + why), error.getMessage());
  }
}
