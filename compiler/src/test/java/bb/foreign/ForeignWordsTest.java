package bb.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.foreign.Foreign.Kind;
import bb.foreign.Foreign.Parameter;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.ops.Operators;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of other frameworks' words lead to what exists. */
final class ForeignWordsTest {
  static Stream<Foreign.Layer> layers() {
    return ForeignLayers.table().values().stream()
        .filter(foreign -> foreign instanceof Foreign.Layer)
        .map(foreign -> (Foreign.Layer) foreign)
        .filter(layer -> !layer.name().equals("split"))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayerExistsWithItsArguments(Foreign.Layer layer) {
    OpSpec spec = Operators.find(layer.name()).orElseThrow();
    List<String> required =
        spec.attributes().stream().filter(Attribute::required).map(Attribute::name).toList();
    Set<String> known = new TreeSet<>();
    spec.attributes().forEach(attribute -> known.add(attribute.name()));
    List<String> given =
        layer.parameters().stream()
            .filter(p -> p.kind() != Kind.INFERRED)
            .map(Parameter::name)
            .toList();
    assertEquals(known, new TreeSet<>(given));
    assertEquals(
        required, given.subList(0, required.size()), "what is required comes first, in order");
  }

  @Test
  void everyLayerHasARow() {
    for (OpSpec spec : Operators.ALL) {
      assertTrue(
          ForeignLayers.find(spec.name()).orElse(null) instanceof Foreign.Layer(var name, _)
              && name.equals(spec.name()),
          spec.name());
    }
  }

  /** The words that are promised, and bb's. */
  @ParameterizedTest
  @CsvSource({
    "Conv2d,conv",
    "nn.Conv2d,conv",
    "conv2d,conv",
    "Conv1d,conv1d",
    "ConvTranspose2d,conv_transpose",
    "deconv,conv_transpose",
    "BatchNorm2d,bn",
    "batch_norm,bn",
    "batchnorm,bn",
    "LayerNorm,layer_norm",
    "Linear,linear",
    "dense,linear",
    "fc,linear",
    "swish,silu",
    "MaxPool2d,max_pool",
    "maxpool,max_pool",
    "AdaptiveAvgPool2d,adaptive_avg_pool",
    "gap,global_avg_pool",
    "view,reshape",
    "cat,concat",
    "chunk,split",
    "tf.keras.layers.Dense,linear",
    "torch.nn.functional.relu,relu"
  })
  void theWordIsKnown(String word, String ours) {
    assertTrue(
        ForeignLayers.find(word).orElse(null) instanceof Foreign.Layer(var name, _)
            && name.equals(ours),
        word);
  }

  @ParameterizedTest
  @CsvSource({
    "kernel_size,kernel",
    "out_channels,out",
    "filters,out",
    "dim,axis",
    "units,out",
    "strides,stride",
    "num_heads,heads",
    "ceil_mode,ceil"
  })
  void theArgumentIsKnown(String word, String ours) {
    assertEquals(
        new ForeignArguments.Renamed(ours),
        ForeignArguments.find(word, ours::equals).orElseThrow());
  }
}
