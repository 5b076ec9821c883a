package bb.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.source.SourceFile;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reports are what their published schema says, and it says it of every field. */
final class ReportSchemaTest {
  private static final Path SCHEMA = Path.of("../docs/report.schema.json");

  private static final String NETWORKS =
      """
      network One {
        input image: [3, 8, 8]
        input ids: int32 [4]
        image -> { conv(4, 3, padding: 1); bn; relu; global_avg_pool; flatten } as a
        ids -> embedding(10, 4) -> flatten as b
        share head = linear(2)
        output a, b
      }

      network Two {
        input x: [6]
        share twice = linear(6)
        twice -> relu -> twice
      }

      network Pets {
        input x: [6]
        linear(2)
        output it labels: ["cat", "dog"]
      }
      """;

  @Test
  void reportsAreValid() throws IOException {
    assertEquals(Set.of(), schema().validate(json(), InputFormat.JSON));
    assertEquals(Set.of(), schema().validate("[]", InputFormat.JSON));
  }

  /** Whatever is taken from a report, or is of another type, is missed. */
  @Test
  void everyFieldIsInTheSchema() throws IOException, JsonParserException {
    JsonSchema schema = schema();
    JsonArray reports = parsed();
    int fields = 0;
    for (String field : reports.getObject(0).keySet()) {
      JsonArray less = parsed();
      less.getObject(0).remove(field);
      assertNotEquals(Set.of(), schema.validate(JsonWriter.string(less), InputFormat.JSON), field);
      less.getObject(0).put(field, JsonObject.builder().value("other", 1).done());
      assertNotEquals(Set.of(), schema.validate(JsonWriter.string(less), InputFormat.JSON), field);
      fields++;
    }
    for (String list : List.of("inputs", "outputs", "parameters", "layers")) {
      for (String field : reports.getObject(0).getArray(list).getObject(0).keySet()) {
        JsonArray less = parsed();
        less.getObject(0).getArray(list).getObject(0).remove(field);
        assertNotEquals(
            Set.of(), schema.validate(JsonWriter.string(less), InputFormat.JSON), list + field);
        fields++;
      }
    }
    assertEquals(12 + 3 + 3 + 3 + 9, fields);
  }

  @Test
  void sweepsAreValid() throws IOException, JsonParserException {
    Sweep.Cost cost = new Sweep.Cost(1, 2, 3, 4);
    Sweep.Failure failure = new Sweep.Failure("BB0410", "it has to stay small");
    List<Sweep.Row> rows =
        List.of(
            new Sweep.Row(List.of("1", "\"silu\""), Optional.of(cost), Optional.empty()),
            new Sweep.Row(List.of("2", "\"silu\""), Optional.of(cost), Optional.of(failure)),
            new Sweep.Row(List.of("0", "\"silu\""), Optional.empty(), Optional.of(failure)));
    String json = SweepText.json(new Sweep("Net", "n.bb", List.of("width", "act"), rows));
    JsonSchema schema = schema();
    assertEquals(Set.of(), schema.validate(json, InputFormat.JSON));
    JsonObject sweep = JsonParser.object().from(json);
    assertEquals(ReportJson.SCHEMA, sweep.getInt("schema"));
    for (String field : sweep.keySet()) {
      JsonObject less = JsonParser.object().from(json);
      less.remove(field);
      assertNotEquals(Set.of(), schema.validate(JsonWriter.string(less), InputFormat.JSON), field);
    }
    for (String field : sweep.getArray("rows").getObject(1).keySet()) {
      JsonObject other = JsonParser.object().from(json);
      other.getArray("rows").getObject(1).put(field, true);
      assertNotEquals(Set.of(), schema.validate(JsonWriter.string(other), InputFormat.JSON), field);
    }
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    String other = json().replace("\"schema\": " + ReportJson.SCHEMA, "\"schema\": 99");
    assertNotEquals(Set.of(), schema().validate(other, InputFormat.JSON));
  }

  @Test
  void outputsHaveTheLabelsThatTheSourceGivesThem() throws IOException, JsonParserException {
    String pets = ReportJson.render(List.of(report("Pets")));
    assertEquals(Set.of(), schema().validate(pets, InputFormat.JSON));
    JsonObject output = JsonParser.array().from(pets).getObject(0).getArray("outputs").getObject(0);
    assertEquals(List.of("cat", "dog"), output.getArray("labels"));
    String wrong = pets.replace("\"dog\"", "7");
    assertNotEquals(Set.of(), schema().validate(wrong, InputFormat.JSON));
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(SCHEMA));
  }

  private static JsonArray parsed() throws JsonParserException {
    return JsonParser.array().from(json());
  }

  private static String json() {
    return ReportJson.render(List.of(report("One"), report("Two")));
  }

  private static Report report(String network) {
    Problems problems = new Problems();
    Graph graph =
        Compiler.open(new SourceFile("n.bb", NETWORKS), (_, _) -> Optional.empty(), problems)
            .flatMap(compiler -> compiler.graph(network))
            .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
    return Report.of(graph, 3, new Report.Memory(32, 64, 128));
  }
}
