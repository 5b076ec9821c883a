package bb.backend.jar;

import bb.runtime.tornado.TornadoVersion;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An installation of TornadoVM: emitted code is compiled against its jars, and its argument file
 * starts a Java that runs it.
 *
 * @param backends {@code opencl}, {@code ptx}, {@code cuda}
 * @param jars what emitted code is compiled against, in the order of their names: Java's compiler
 *     would look into each of the others, too, whenever it looks for a class
 */
public record TornadoSdk(
    Path home, TornadoVersion version, List<String> backends, List<Path> jars) {
  private static final String RELEASE = "etc/tornado.release";
  private static final String BACKENDS = "etc/tornado.backend";
  private static final String JARS = "share/java/tornado";

  /** How the names of those jars begin that emitted code is compiled against. */
  private static final List<String> NAMED =
      List.of("tornado-api-", "tornado-cublas-", "tornado-cudnn-", "tornado-cutlass-");

  public TornadoSdk {
    backends = List.copyOf(backends);
    jars = List.copyOf(jars);
  }

  /**
   * A place where an SDK may lie.
   *
   * @param name how the user knows it: {@code TORNADOVM_HOME}
   * @param folder empty if nothing names one
   * @param unset what there is to say if nothing names one: {@code not set}
   */
  public record Place(String name, Optional<Path> folder, String unset) {}

  /**
   * What was found at a place.
   *
   * @param lack why there is no SDK; empty if there is
   */
  public record Look(Place place, Optional<TornadoSdk> sdk, String lack) {}

  /** Looks at a place. */
  public static Look look(Place place) {
    if (place.folder().isEmpty()) {
      return new Look(place, Optional.empty(), place.unset());
    }
    Path home = place.folder().get();
    if (!Files.isDirectory(home)) {
      String lack = Files.exists(home) ? "`%s` is not a folder" : "there is no folder `%s`";
      return new Look(place, Optional.empty(), lack.formatted(home));
    }
    Optional<String> version = property(home, RELEASE, "version");
    Optional<String> backends = property(home, BACKENDS, "tornado.backends");
    List<Path> jars = jars(home.resolve(JARS));
    if (version.isPresent() && backends.isPresent() && jars.stream().anyMatch(TornadoSdk::isApi)) {
      TornadoVersion release = TornadoVersion.of(version.get());
      return new Look(
          place, Optional.of(new TornadoSdk(home, release, names(backends.get()), jars)), "");
    }
    String lack = version.isEmpty() ? RELEASE : backends.isEmpty() ? BACKENDS : JARS;
    return new Look(
        place, Optional.empty(), "`%s` is not an SDK: it lacks `%s`".formatted(home, lack));
  }

  /** The file with the options that start a Java with TornadoVM. */
  public Path argumentFile() {
    return home.resolve("tornado-argfile");
  }

  private static boolean isApi(Path jar) {
    return begins(jar, NAMED.getFirst());
  }

  private static boolean begins(Path jar, String name) {
    return jar.getFileName().toString().startsWith(name);
  }

  /** {@code opencl-backend,ptx-backend}. */
  private static List<String> names(String backends) {
    return Stream.of(backends.split("[,\\s]+"))
        .map(name -> name.replaceFirst("-backend$", ""))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Empty if the file cannot be read or lacks the key. */
  private static Optional<String> property(Path home, String file, String key) {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(home.resolve(file), StandardCharsets.UTF_8)) {
      properties.load(text);
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
    return Optional.ofNullable(properties.getProperty(key)).map(String::strip);
  }

  /** Empty if there is no such folder. */
  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> NAMED.stream().anyMatch(name -> begins(file, name)))
          .sorted()
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
