package bb.runtime.tornado;

import bb.runtime.UserError;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which form of each kernel is the fastest, kept in a file between runs: {@code net.tuning.json}
 * beside {@code net.jar}. A file that cannot be used never stops a network; there is a note
 * instead.
 */
public final class Tuning {
  /** The file, or the folder for files, in place of the jar's. */
  public static final String PROPERTY = "bb.tornado.tuning";

  private static final String ENDING = ".tuning.json";

  private final Optional<Path> file;
  private final Map<Measurement.Key, Measurement> measurements = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private boolean writable = true;
  private boolean changed;

  private Tuning(Optional<Path> file) {
    this.file = file;
    file.ifPresent(this::read);
  }

  /**
   * What is known about the kernels of a network.
   *
   * @param network a class of the network; it lies in the jar
   */
  public static Tuning of(Class<?> network) {
    return new Tuning(file(network));
  }

  private static Optional<Path> file(Class<?> network) {
    Optional<Path> jar = jar(network);
    String name =
        jar.map(path -> path.getFileName().toString().replaceFirst("\\.jar$", ""))
            .orElse(network.getSimpleName());
    String property = System.getProperty(PROPERTY);
    if (property == null) {
      return jar.map(path -> path.resolveSibling(name + ENDING));
    }
    Path path = Path.of(property);
    return Optional.of(Files.isDirectory(path) ? path.resolve(name + ENDING) : path);
  }

  private static Optional<Path> jar(Class<?> network) {
    CodeSource source = network.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null || !location.getPath().endsWith(".jar")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(location.toURI()));
    } catch (URISyntaxException | IllegalArgumentException ignored) {
      return Optional.empty(); // a jar that is no file
    }
  }

  private void read(Path path) {
    try {
      TuningFile.read(path).forEach(known -> measurements.put(known.key(), known));
    } catch (TuningFile.Foreign e) {
      writable = false;
      notes.add("`%s` is left alone and not used: %s".formatted(path, e.getMessage()));
    }
  }

  /** The form that was the fastest. */
  public Optional<String> choice(Measurement.Key key) {
    return Optional.ofNullable(measurements.get(key)).map(Measurement::choice);
  }

  public void add(Measurement measurement) {
    measurements.put(measurement.key(), measurement);
    changed = true;
  }

  /** Adds a line to what there is to say. */
  public void note(String note) {
    notes.add(note);
  }

  /** Writes the file, if there is something new and a place for it. */
  public void save() {
    if (!changed || !writable || file.isEmpty()) {
      return;
    }
    changed = false;
    try {
      TuningFile.write(file.get(), measurements.values());
    } catch (UserError e) {
      writable = false;
      notes.add(e.getMessage() + "; what was measured is measured again the next time");
    }
  }

  /** What there is to say, a sentence each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
