package bb.runtime.tornado;

import bb.runtime.UserError;
import bb.runtime.io.Json;
import bb.runtime.io.OutputFile;
import bb.runtime.io.UserFiles;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measurements as JSON: {@code {"format": "bb tuning 1", "measurements": [...]}}. */
final class TuningFile {
  private static final String FORMAT = "bb tuning 1";

  private TuningFile() {}

  /** A file that is there but holds no measurements; the message says why, as a clause. */
  static final class Foreign extends Exception {
    private static final long serialVersionUID = 1L;

    private Foreign(String reason) {
      super(reason);
    }
  }

  /** The measurements in a file; none if there is no file. */
  static List<Measurement> read(Path file) throws Foreign {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return parse(new String(UserFiles.read(file), StandardCharsets.UTF_8));
    } catch (UserError e) {
      throw new Foreign(e.getMessage());
    } catch (Json.Malformed e) {
      throw new Foreign(e.getMessage());
    }
  }

  static List<Measurement> parse(String text) throws Foreign, Json.Malformed {
    if (!(Json.parse(text) instanceof Map<?, ?> root)
        || !FORMAT.equals(root.get("format"))
        || !(root.get("measurements") instanceof List<?> entries)) {
      throw new Foreign("it is not `" + FORMAT + "`");
    }
    List<Measurement> measurements = new ArrayList<>();
    for (Object entry : entries) {
      measurements.add(
          measurement(entry).orElseThrow(() -> new Foreign("it holds what is no measurement")));
    }
    return measurements;
  }

  private static Optional<Measurement> measurement(Object entry) {
    if (entry instanceof Map<?, ?> m
        && m.get("device") instanceof String device
        && m.get("tornadovm") instanceof String tornadovm
        && m.get("options") instanceof String options
        && m.get("batch") instanceof Number batch
        && m.get("kernel") instanceof String kernel
        && m.get("choice") instanceof String choice
        && m.get("microseconds") instanceof Map<?, ?> times) {
      Map<String, Double> microseconds = new TreeMap<>();
      for (Map.Entry<?, ?> time : times.entrySet()) {
        if (!(time.getValue() instanceof Number number)) {
          return Optional.empty();
        }
        microseconds.put(time.getKey().toString(), number.doubleValue());
      }
      Measurement.Key key =
          new Measurement.Key(device, tornadovm, options, batch.intValue(), kernel);
      return Optional.of(new Measurement(key, choice, microseconds));
    }
    return Optional.empty();
  }

  /** Writes the whole file or, with a {@link UserError}, none. */
  static void write(Path file, Collection<Measurement> measurements) {
    byte[] text = text(measurements).getBytes(StandardCharsets.UTF_8);
    OutputFile.write(file, out -> out.write(text));
  }

  static String text(Collection<Measurement> measurements) {
    JsonStringWriter json = JsonWriter.indent("  ").string();
    json.object().value("format", FORMAT).array("measurements");
    for (Measurement measurement : measurements) {
      Measurement.Key key = measurement.key();
      json.object()
          .value("device", key.device())
          .value("tornadovm", key.tornadovm())
          .value("options", key.options())
          .value("batch", key.batch())
          .value("kernel", key.kernel())
          .value("choice", measurement.choice())
          .object("microseconds", new TreeMap<>(measurement.microseconds()))
          .end();
    }
    return json.end().end().done() + "\n";
  }
}
