package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.DeviceMemory;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.types.arrays.DeviceCopy;

/** What the stand-ins declare, TornadoVM declares: what compiles against them is no fiction. */
final class StandInsAreTrueTest {
  private static final String JARS = "share/java/tornado";

  private static final String SDKMAN = ".sdkman/candidates/tornadovm/current";

  /** What TornadoVM does not have, since it has a device. */
  private static final Set<String> OURS =
      Set.of(DeviceCopy.class.getName(), DeviceMemory.class.getName());

  @Test
  void everySignatureIsTheRealOne() throws IOException, URISyntaxException {
    Optional<Path> sdk = sdk();
    assumeTrue(
        sdk.isPresent(), "there is no TornadoVM to compare with, in TORNADOVM_HOME or ~/" + SDKMAN);
    List<String> wrong = new ArrayList<>();
    List<String> names = standIns();
    try (URLClassLoader real =
        new URLClassLoader(jars(sdk.get()), ClassLoader.getPlatformClassLoader())) {
      for (String name : names) {
        Class<?> standIn = load(name, getClass().getClassLoader()).orElseThrow();
        if (Modifier.isPublic(standIn.getModifiers())) {
          load(name, real)
              .ifPresentOrElse(
                  type -> wrong.addAll(new Signatures(standIn, type).differences()),
                  () -> wrong.add(name + ": there is no such class"));
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(names.size() > 50, "only these were compared: " + names);
  }

  /** Where an SDK is, by the rules of the command line. */
  private static Optional<Path> sdk() {
    return Stream.of(
            Optional.ofNullable(System.getenv("TORNADOVM_HOME")).map(Path::of),
            Optional.of(Path.of(System.getProperty("user.home"), SDKMAN)))
        .flatMap(Optional::stream)
        .filter(place -> Files.isDirectory(place.resolve(JARS)))
        .findFirst();
  }

  private static URL[] jars(Path sdk) throws IOException {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> files = Files.list(sdk.resolve(JARS))) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().matches("tornado-(api|cublas|cudnn|cutlass)-.*[.]jar")) {
          urls.add(file.toUri().toURL());
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** The names of the classes among the tests that are TornadoVM's. */
  private static List<String> standIns() throws IOException, URISyntaxException {
    Path root =
        Path.of(TaskGraph.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root.resolve("uk"))) {
      return files
          .map(file -> root.relativize(file).toString().replace(File.separatorChar, '.'))
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(name -> !OURS.contains(name))
          .sorted()
          .toList();
    }
  }

  private static Optional<Class<?>> load(String name, ClassLoader loader) {
    try {
      return Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException _) {
      return Optional.empty();
    }
  }
}
