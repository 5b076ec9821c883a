package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.runtime.Approved;
import bb.runtime.Tensor;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static Tensor tensor(int[] shape, float... data) {
    return new Tensor(shape, data);
  }

  @Test
  void text() throws IOException {
    String text =
        Answers.text(
                Map.of("out", tensor(new int[] {2, 4}, 1, 5, -2, 5, 0, 1e-7f, 12345.678f, 3)),
                List.of("a.png", "b.png"),
                Map.of(),
                3)
            + Answers.text(
                Map.of("out", tensor(new int[] {1, 3}, 0.25f, 0.5f, 0.25f)),
                List.of("odds"),
                Map.of(),
                5)
            + Answers.text(
                Map.of("out", tensor(new int[] {1, 3}, 1, 3, 2)),
                List.of("named"),
                Map.of("out", List.of("cat", "dog", "great\u001b[31m auk")),
                2)
            + Answers.text(
                Map.of("out", tensor(new int[] {1, 2}, 0.25f, 0.75f)),
                List.of("named odds"),
                Map.of("out", List.of("tench", "goldfish")),
                2)
            + Answers.text(
                Map.of("out", tensor(new int[] {1, 3}, Float.NaN, 1, Float.POSITIVE_INFINITY)),
                List.of("broken"),
                Map.of(),
                5)
            + Answers.text(
                Map.of(
                    "out",
                    tensor(
                        new int[] {2, 3},
                        Float.POSITIVE_INFINITY,
                        1,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.NEGATIVE_INFINITY)),
                List.of("infinite", "all below"),
                Map.of(),
                5);
    Map<String, Tensor> several = new LinkedHashMap<>();
    several.put("mask", tensor(new int[] {1, 1, 2, 2}, 1, 2, 3, 4.5f));
    several.put("score", tensor(new int[] {1, 1}, 0.125f));
    Approved.check("answers.txt", text + Answers.text(several, List.of("scan.png"), Map.of(), 5));
  }

  @Test
  void json() throws Exception {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("a \"b\"", tensor(new int[] {1, 2}, 1e-5f, -0f));
    outputs.put("odd", tensor(new int[] {3}, Float.NaN, Float.NEGATIVE_INFINITY, 3e38f));
    StringBuilder text = new StringBuilder();
    Answers.json(outputs, text);
    assertEquals(
        """
        {"outputs": {"a \\"b\\"": {"shape": [1, 2], "data": [1.0E-5, -0.0]}, \
        "odd": {"shape": [3], "data": ["NaN", "-Infinity", 3.0E38]}}}
        """,
        text.toString());
    assertEquals(1, JsonParser.object().from(text.toString()).size());
  }

  /** What is printed is read back to the bit, by us and by others. */
  @Property(tries = 300)
  void numbersRoundTrip(@ForAll float[] data) throws Exception {
    StringBuilder text = new StringBuilder();
    Answers.json(Map.of("y", tensor(new int[] {data.length}, data)), text);
    JsonObject answer = JsonParser.object().from(text.toString());
    JsonArray numbers = answer.getObject("outputs").getObject("y").getArray("data");
    for (int i = 0; i < data.length; i++) {
      assertEquals(data[i], Float.parseFloat(numbers.get(i).toString()));
    }
    String inner = text.substring(text.indexOf("{\"shape\""), text.lastIndexOf("}}"));
    Tensor back =
        JsonInput.read(inner.getBytes(java.nio.charset.StandardCharsets.UTF_8), "y").get("");
    assertArrayEquals(data, back.data());
  }

  /** As NumPy writes the same array. */
  @ParameterizedTest
  @ValueSource(strings = {"f4", "vector", "scalar"})
  void npyIsNumPys(String name) throws IOException {
    byte[] golden = Resources.bytes("npy/" + name + ".npy");
    assertArrayEquals(golden, Answers.npy(NpyInput.read(golden, name)));
  }

  @Property(tries = 100)
  void npyRoundTrips(@ForAll float[] data) {
    Tensor back = NpyInput.read(Answers.npy(tensor(new int[] {1, data.length}, data)), "y");
    assertArrayEquals(data, back.data());
    assertArrayEquals(new int[] {1, data.length}, back.shape());
  }
}
