package bb.report;

import bb.report.Report.Layer;
import bb.report.Report.Parameter;
import bb.report.Report.Tensor;
import bb.types.Shape;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reports as a JSON array: complete, and one layer to a line, so that versions can be compared.
 * Each is what docs/report.schema.json says, of which it names the version.
 */
final class ReportJson {
  /** Grows when what a reader relies on changes; a field more is no such change. */
  static final int SCHEMA = 2;

  private ReportJson() {}

  static String render(List<Report> reports) {
    return reports.stream()
        .map(ReportJson::report)
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String report(Report report) {
    return """
    {
      "schema": %d,
      "network": %s,
      "file": %s,
      "inputs": %s,
      "outputs": %s,
      "params": %s,
      "macs": %d,
      "kernels": %d,
      "memory": %s,
      "receptive_field": %s,
      "parameters": %s,
      "layers": %s
    }\
    """
        .formatted(
            SCHEMA,
            value(report.network()),
            value(report.file()),
            rows(report.inputs(), ReportJson::tensor),
            rows(report.outputs(), ReportJson::tensor),
            params(report),
            report.macs(),
            report.kernels(),
            memory(report),
            value(fields(report)),
            rows(report.parameters(), ReportJson::parameter),
            rows(report.layers(), ReportJson::layer));
  }

  private static <T> String rows(List<T> items, Function<T, JsonObject> object) {
    if (items.isEmpty()) {
      return "[]";
    }
    return items.stream()
        .map(item -> "    " + value(object.apply(item)))
        .collect(Collectors.joining(",\n", "[\n", "\n  ]"));
  }

  private static String params(Report report) {
    var params = new JsonObject();
    params.put("trainable", report.params().trainable());
    params.put("buffers", report.params().buffers());
    params.put("applied", report.params().applied());
    params.put("weight_bytes", report.params().bytes());
    return value(params);
  }

  private static String memory(Report report) {
    var memory = new JsonObject();
    memory.put("peak_bytes", report.memory().peakBytes());
    memory.put("arena_bytes", report.memory().arenaBytes());
    memory.put("packed_bytes", report.memory().packedBytes());
    return value(memory);
  }

  private static List<Object> fields(Report report) {
    return report.field().outputs().stream().<Object>map(ReportJson::axes).toList();
  }

  private static List<JsonObject> axes(ReceptiveField field) {
    return field.axes().stream().map(ReportJson::axis).toList();
  }

  /** All of an axis has no size. */
  private static JsonObject axis(ReceptiveField.Axis axis) {
    var object = new JsonObject();
    object.put("input", axis.input());
    object.put("axis", axis.axis());
    axis.piece()
        .ifPresent(piece -> {
          object.put("size", piece.size());
          object.put("stride", piece.stride());
          object.put("offset", piece.offset());
        });
    return object;
  }

  private static JsonObject tensor(Tensor tensor) {
    var object = new JsonObject();
    object.put("name", tensor.name());
    object.put("dtype", tensor.type().dtype().toString());
    object.put("shape", dims(tensor.type().shape()));
    if (!tensor.labels().isEmpty()) {
      object.put("labels", new JsonArray(tensor.labels()));
    }
    return object;
  }

  private static JsonObject parameter(Parameter parameter) {
    var object = new JsonObject();
    object.put("name", parameter.name());
    object.put("shape", dims(parameter.shape()));
    object.put("trainable", parameter.trainable());
    return object;
  }

  private static JsonObject layer(Layer layer) {
    var object = new JsonObject();
    object.put("path", layer.path());
    object.put("op", layer.op());
    object.put("inputs", layer.inputs().stream().map(ReportJson::dims).toList());
    object.put("output", dims(layer.output()));
    object.put("params", layer.params());
    object.put("macs", layer.macs());
    object.put("bytes", layer.bytes());
    object.put("receptive_field", axes(layer.field()));
    object.put("line", layer.line());
    return object;
  }

  private static List<Long> dims(Shape shape) {
    return shape.dims();
  }

  /** A string, number, list or object as JSON on one line. */
  private static String value(Object value) {
    return JsonWriter.string(value);
  }
}
