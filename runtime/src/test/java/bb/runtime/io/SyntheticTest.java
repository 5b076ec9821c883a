package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SyntheticTest {
  /** The published vectors: first numbers by their bits, last, sum and length. */
  @TestFactory
  Stream<DynamicTest> vectors() throws Exception {
    JsonArray vectors = JsonParser.array().from(Resources.text("synthetic-vectors.json"));
    return vectors.stream()
        .map(JsonObject.class::cast)
        .map(v -> DynamicTest.dynamicTest(v.getString("name"), () -> check(v)));
  }

  private static void check(JsonObject vector) {
    String name = vector.getString("name");
    List<Integer> shape = ints(vector.getArray("shape"));
    assertEquals(vector.getString("fnv1a"), "0x%016x".formatted(Synthetic.seed(name)));
    float[] values =
        name.equals("input")
            ? input("image", shape.subList(1, shape.size()), shape.getFirst()).data()
            : Synthetic.weights().read(name, shape);
    JsonArray first = vector.getArray("first8");
    for (int i = 0; i < first.size(); i++) {
      assertEquals((float) first.getDouble(i), values[i]);
    }
    JsonArray bits = vector.getArray("first8_float_bits", new JsonArray());
    for (int i = 0; i < bits.size(); i++) {
      assertEquals(bits.getString(i), "0x%08x".formatted(Float.floatToIntBits(values[i])));
    }
    assertEquals((float) vector.getDouble("last"), values[values.length - 1]);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    assertEquals(vector.getDouble("sum_float64"), sum, 1e-9 * values.length);
    assertEquals(vector.getDouble("l2_float64"), Math.sqrt(squares), 1e-9 * values.length);
  }

  private static Tensor input(String name, List<Integer> shape, int batch) {
    InputInfo info = new InputInfo(name, "float32", shape, Preprocess.NONE);
    return Synthetic.inputs(Models.info(info), batch).get(name);
  }

  private static List<Integer> ints(JsonArray array) {
    return array.stream().map(n -> ((Number) n).intValue()).toList();
  }

  @Test
  void anOnlyInputIsNamedInputAndOthersByTheirNames() {
    InputInfo a = new InputInfo("a", "float32", List.of(3), Preprocess.NONE);
    InputInfo b = new InputInfo("input", "float32", List.of(3), Preprocess.NONE);
    Map<String, Tensor> two = Synthetic.inputs(Models.info(a, b), 2);
    assertArrayEquals(two.get("input").data(), input("a", List.of(3), 2).data());
    assertTrue(two.get("a").data()[0] != two.get("input").data()[0]);
  }

  @Test
  void tokenIdsAreNamedAsTheirInput() {
    InputInfo ids = new InputInfo("input_ids", "int32", List.of(4), Preprocess.NONE, 30522);
    float[] data = Synthetic.inputs(Models.info(ids), 1).get("input_ids").data();
    assertArrayEquals(new float[] {16019, 8264, 15792, 4737}, data);
  }

  @Test
  void tokenIdsAreBelowTheVocabulary() {
    InputInfo ids = new InputInfo("ids", "int64", List.of(500), Preprocess.NONE, 7);
    float[] data = Synthetic.inputs(Models.info(ids), 1).get("ids").data();
    assertEquals(
        "0123456",
        Stream.of(0, 1, 2, 3, 4, 5, 6)
            .filter(id -> contains(data, id))
            .map(String::valueOf)
            .reduce("", String::concat));
    for (float id : data) {
      assertTrue(id >= 0 && id < 7 && id == Math.rint(id));
    }
  }

  /** A mask is compared with 0, and nobody says what else it may hold. */
  @Test
  void numbersWithoutAVocabularyAreZerosAndOnes() {
    InputInfo mask = new InputInfo("attention_mask", "int32", List.of(500), Preprocess.NONE);
    float[] data = Synthetic.inputs(Models.info(mask), 1).get("attention_mask").data();
    assertTrue(contains(data, 0) && contains(data, 1));
    for (float x : data) {
      assertTrue(x == 0 || x == 1);
    }
  }

  private static boolean contains(float[] data, float value) {
    for (float x : data) {
      if (x == value) {
        return true;
      }
    }
    return false;
  }

  @Test
  void theGainScalesWeightsOfTwoDimensionsOnly() {
    float[] plain = Synthetic.parse("synthetic").orElseThrow().read("a.weight", List.of(4, 9));
    float[] half = Synthetic.parse("synthetic:0.5").orElseThrow().read("a.weight", List.of(4, 9));
    for (int i = 0; i < plain.length; i++) {
      assertEquals(plain[i], 2 * half[i]); // sqrt(4) is exact
    }
    assertArrayEquals(
        Synthetic.weights(1).read("a.weight", List.of(9)),
        Synthetic.weights().read("a.weight", List.of(9)));
    assertArrayEquals(new float[1], Synthetic.weights().read("bn.num_batches_tracked", List.of()));
  }

  @Test
  void aGainIsAPositiveNumber() {
    for (String gain : List.of("", "x", "0", "-1", "NaN", "Infinity")) {
      UserError error =
          assertThrows(UserError.class, () -> Synthetic.parse("synthetic:" + gain), gain);
      assertEquals(ErrorCode.BB0614, error.code());
    }
    assertTrue(Synthetic.parse("synthetic.safetensors").isEmpty());
  }
}
