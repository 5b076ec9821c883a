package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.runtime.Approved;
import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightBindingTest {
  private static final List<TensorInfo> NEEDED =
      List.of(
          new TensorInfo("conv1.weight", List.of(8, 3, 3, 3), true),
          new TensorInfo("bn1.weight", List.of(8), true),
          new TensorInfo("bn1.num_batches_tracked", List.of(), false),
          new TensorInfo("layer1.0.conv1.weight", List.of(8, 8, 3, 3), true),
          new TensorInfo("layer1.0.conv2.weight", List.of(8, 8, 3, 3), true),
          new TensorInfo("fc.weight", List.of(10, 8), true),
          new TensorInfo("fc.bias", List.of(10), true));

  private record Held(Map<String, List<Integer>> tensors) implements WeightSource {
    @Override
    public String description() {
      return "net.safetensors";
    }

    @Override
    public Optional<Map<String, List<Integer>>> contents() {
      return Optional.of(tensors);
    }

    @Override
    public float[] read(String name, List<Integer> shape) {
      throw new AssertionError("read before the check");
    }
  }

  private static Map<String, List<Integer>> complete() {
    Map<String, List<Integer>> held = new LinkedHashMap<>();
    NEEDED.forEach(tensor -> held.put(tensor.name(), tensor.shape()));
    return held;
  }

  private static Map<String, List<Integer>> renamed(String from, String to) {
    Map<String, List<Integer>> held = complete();
    held.put(to, held.remove(from));
    return held;
  }

  @Test
  void fits() {
    WeightBinding.bind(Models.info(NEEDED), new Held(complete()));
    WeightBinding.bind(Models.info(NEEDED), Synthetic.weights());
    Map<String, List<Integer>> unread = complete();
    unread.remove("bn1.num_batches_tracked");
    WeightBinding.bind(Models.info(NEEDED), new Held(unread));
    unread.put("bn1.num_batches_tracked", List.of(1));
    WeightBinding.bind(Models.info(NEEDED), new Held(unread));
  }

  /** What {@code --prefix}, {@code --rename} and {@code --ignore} do, by a program. */
  @Test
  void rulesOfAProgramGoOneAfterTheOther() {
    Map<String, List<Integer>> wrapped = new LinkedHashMap<>();
    complete().forEach((name, shape) -> wrapped.put("m." + name.replace("weight", "gamma"), shape));
    wrapped.put("m.epoch", List.of());
    WeightSource file = new Held(wrapped);
    WeightBinding.bind(
        Models.info(NEEDED), file.prefix("m.").rename("gamma", "weight").ignore("epoch"));
    WeightBinding.bind(
        Models.info(NEEDED), file.ignore("*epoch").rename("m.*", "*").rename("gamma", "weight"));
    WeightBinding.bind(
        Models.info(NEEDED), file.rename("*.gamma", "*.weight").ignore("m.epoch").prefix("m."));
    WeightSource early = file.rename("fc.*", "fd.*").prefix("m.").rename("gamma", "weight");
    WeightBinding.bind(Models.info(NEEDED), early.ignore("epoch"));
    assertThrows(UserError.class, () -> WeightBinding.bind(Models.info(NEEDED), early));
    UserError fault = assertThrows(UserError.class, () -> file.rename("a", "b*"));
    assertEquals(ErrorCode.BB0673, fault.code());
  }

  /** A network has the older names of the parts of a weight, a file either. */
  @Test
  void bothSpellingsOfAWeightNormFit() {
    Map<String, String> newer =
        Map.of(
            "conv.weight_g", "conv.parametrizations.weight.original0",
            "conv.weight_v", "conv.parametrizations.weight.original1",
            "fc.weight_orig", "fc.parametrizations.weight.original",
            "fc.weight_u", "fc.parametrizations.weight.0._u",
            "fc.weight_v", "fc.parametrizations.weight.0._v",
            "parametrizations.weight.original0", "parametrizations.weight.original0");
    List<TensorInfo> needed =
        newer.keySet().stream().map(name -> new TensorInfo(name, List.of(2), true)).toList();
    Map<String, List<Integer>> older = new LinkedHashMap<>();
    Map<String, List<Integer>> held = new LinkedHashMap<>();
    newer.forEach((name, other) -> {
      older.put(name, List.of(2));
      held.put(other, List.of(2));
    });
    WeightBinding.bind(Models.info(needed), new Held(older));
    assertEquals(newer, WeightBinding.bindFile(Models.info(needed), new Held(held)).names());
  }

  @Test
  void listsEverythingThatDoesNotFit() throws IOException {
    StringBuilder text = new StringBuilder();
    add(text, "one renamed", renamed("layer1.0.conv1.weight", "layer1.0.conv_1.weight"));

    Map<String, List<Integer>> many = renamed("fc.bias", "fc.b");
    many.remove("bn1.weight");
    many.put("fc.weight", List.of(1000, 8));
    many.put("conv1.weight", List.of(8, 1, 3, 3));
    many.put("optimizer.step", List.of());
    add(text, "one of each", many);

    Map<String, List<Integer>> wrapped = new LinkedHashMap<>();
    complete().forEach((name, shape) -> wrapped.put("module." + name, shape));
    add(text, "saved from a wrapper", wrapped);

    Map<String, List<Integer>> older = new LinkedHashMap<>();
    complete()
        .forEach((name, shape) ->
            older.put(
                "module." + name.replaceFirst("^(fc|conv1|layer1.0.conv1).weight", "$1.kernel"),
                shape));
    older.put("module.epoch", List.of());
    add(text, "half of the names in a wrapper have an older word", older);

    Map<String, List<Integer>> swapped = renamed("layer1.0.conv1.weight", "layer1.0.conv1.weights");
    swapped.put("layer1.0.conv2.weights", swapped.remove("layer1.0.conv2.weight"));
    add(text, "each name is used once", swapped);

    Map<String, List<Integer>> shaped = renamed("fc.weight", "fx.weight");
    shaped.put("fd.weight", List.of(7));
    add(text, "the same shape is nearer", shaped);

    add(text, "a prefix that fitting names have, too", renamed("bn1.weight", "fc.bn1.weight"));

    add(text, "nothing there", Map.of());
    Approved.check("weight-binding.txt", text.toString());
  }

  @Test
  void countsWhatIsTooLongToList() throws IOException {
    List<TensorInfo> needed =
        IntStream.range(0, 1000)
            .mapToObj(i -> new TensorInfo("encoder.%04d.w".formatted(i), List.of(1), true))
            .toList();
    Map<String, List<Integer>> held = new LinkedHashMap<>();
    IntStream.range(0, 3000).forEach(i -> held.put("%04d/x".formatted(i), List.of(2)));
    ModelInfo info = Models.info(needed);
    UserError error = assertThrows(UserError.class, () -> WeightBinding.bind(info, new Held(held)));
    Approved.check("weight-binding-long.txt", error.text());
  }

  private static void add(StringBuilder text, String name, Map<String, List<Integer>> held) {
    ModelInfo info = Models.info(NEEDED);
    UserError error =
        assertThrows(UserError.class, () -> WeightBinding.bind(info, new Held(held)), name);
    text.append("# ").append(name).append('\n').append(error.text()).append('\n');
  }
}
