package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.JavaPackage;
import bb.runtime.Model;
import com.grack.nanojson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models without the runtime in their jars: they share its types, and nothing else. */
class ThinJarTest {
  private static final String SOURCE =
      """
      network %s {
        input x: %s
        flatten
        fc: linear(1, bias: false)
      }
      """;

  private static final String ANSWERS = "left 6.0\nright 10.0\nwhole 14.0\n";

  /** Behind the answers: which engine there is without any option. */
  private static final String WITH_VECTORS = ANSWERS + "VECTOR VECTOR\n";

  private static final String WITHOUT_VECTORS = ANSWERS + "SCALAR SCALAR\n";

  @TempDir private static Path folder;

  private static Path left;
  private static Path right;
  private static Path whole;

  @BeforeAll
  static void compile() throws IOException {
    packRuntime();
    left = jar("Left", "com.acme.left", 3, true);
    right = jar("Right", "com.acme.right", 5, true);
    // a method of it names a class of java.desktop, whether the program knows that module or not
    whole = jar("Whole", "com.acme.whole", 7, false);
    Path program = Files.createDirectory(folder.resolve("program"));
    Files.writeString(
        program.resolve("module-info.java"),
        "module program {"
            + " requires com.acme.left; requires com.acme.right; requires com.acme.whole; }");
    Path main = Files.createDirectory(program.resolve("program")).resolve("Main.java");
    Files.writeString(
        main,
        """
        package program;

        import bb.runtime.ArrayModel;
        import com.acme.left.Left;
        import com.acme.right.Right;
        import com.acme.whole.Whole;

        final class Main {
          public static void main(String[] arguments) {
            float[] input = {1, 1};
            ArrayModel<float[]> left = Left.load();
            ArrayModel<float[]> right = Right.load();
            System.out.println("left " + left.predictOne(input)[0]);
            System.out.println("right " + right.predictOne(input)[0]);
            Whole whole = Whole.load();
            System.out.println("whole " + whole.predict(input)[0]);
            System.out.println(left.engine().kind() + " " + whole.engine().kind());
          }
        }
        """);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all,-incubating", // about what the runtime names and a program lacks, too
                "-Werror",
                "-p",
                path(left, right, whole, runtime(), json()),
                "-d",
                folder.resolve("classes").toString(),
                program.resolve("module-info.java").toString(),
                main.toString());
    assertEquals(0, failed);
  }

  private static Path jar(String network, String home, float weight, boolean thin)
      throws IOException {
    String source = SOURCE.formatted(network, thin ? "[2]" : "[1, 1, 2]");
    CompiledModel model = Jars.compile(source, network, new JavaPackage(home), true);
    JarWriter.Embedded weights =
        Jars.weights(folder.resolve(network + ".safetensors"), source, network, weight);
    Path jar = folder.resolve(network + ".jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      if (thin) {
        JarWriter.writeThin(out, model, Optional.of(weights));
      } else {
        JarWriter.write(out, model, Optional.of(weights));
      }
    }
    return jar;
  }

  @Test
  void it_holds_the_model_alone() throws IOException {
    try (JarFile jar = new JarFile(left.toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertTrue(names.contains("com/acme/left/Left.class"), names::toString);
      assertTrue(names.contains("com/acme/left/Left.safetensors"), names::toString);
      assertEquals(
          List.of("META-INF/MANIFEST.MF", "module-info.class"),
          names.stream().filter(name -> !name.startsWith("com/acme/left/")).toList());
    }
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    String source = SOURCE.formatted("Left", "[2]");
    JarWriter.writeThin(
        again,
        Jars.compile(source, "Left", new JavaPackage("com.acme.left"), true),
        Optional.of(Jars.weights(folder.resolve("again.safetensors"), source, "Left", 3)));
    assertArrayEquals(Files.readAllBytes(left), again.toByteArray());
  }

  @Test
  void on_the_class_path() throws Exception {
    String path = path(left, right, whole, folder.resolve("classes"), runtime(), json());
    assertEquals(WITHOUT_VECTORS, java("-cp", path, "program.Main"));
  }

  @Test
  void on_the_module_path() throws Exception {
    assertNotNull(
        java.lang.module.ModuleFinder.of(runtime()).find("bb.runtime").orElse(null), "no module");
    String path = path(left, right, whole, folder.resolve("classes"), runtime(), json());
    assertEquals(WITH_VECTORS, java("-p", path, "-m", "program/program.Main"));
  }

  /** A line in the manifest of the jar that is started lets the runtime load the vector module. */
  @Test
  void in_a_jar_that_is_started() throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "program.Main");
    main.put(new Attributes.Name("Add-Exports"), "java.base/jdk.internal.module");
    main.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(left, right, whole, runtime(), json())
            .map(jar -> jar.toUri().toString())
            .collect(Collectors.joining(" ")));
    Path app = folder.resolve("app.jar");
    try (OutputStream out = Files.newOutputStream(app);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new JarEntry("program/Main.class"));
      jar.write(Files.readAllBytes(folder.resolve("classes/program/Main.class")));
      jar.closeEntry();
    }
    assertEquals(WITH_VECTORS, java("-jar", app.toString()));
  }

  /** A library has no command line: neither picocli nor what uses it is ever loaded. */
  @Test
  void without_the_command_line() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path entry : List.of(left, right, runtime(), json())) {
      urls.add(entry.toUri().toURL());
    }
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      assertEquals(6, predict(loader, "com.acme.left.Left"));
      assertEquals(10, predict(loader, "com.acme.right.Right"));
    }
  }

  private static float predict(ClassLoader loader, String name) throws Exception {
    Object model = loader.loadClass(name).getMethod("load").invoke(null);
    float[] input = {1, 1};
    return ((float[]) model.getClass().getMethod("predict", float[].class).invoke(model, input))[0];
  }

  /** The artifact's classes with its descriptor, as the build packs them. */
  private static Path runtime() {
    return folder.resolve("bb-runtime.jar");
  }

  private static void packRuntime() throws IOException {
    Path classes = location(Model.class);
    if (!Files.isDirectory(classes)) {
      Files.copy(classes, runtime());
      return;
    }
    Path descriptor = folder.resolve("descriptor");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all,-incubating",
                "-Werror",
                "-p",
                path(json(), location(picocli.CommandLine.class), location(NullMarked.class)),
                "--patch-module",
                "bb.runtime=" + classes,
                "--add-modules",
                "jdk.incubator.vector",
                "-d",
                descriptor.toString(),
                "../runtime/src/main/module/module-info.java");
    assertEquals(0, failed);
    try (OutputStream out = Files.newOutputStream(runtime());
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Path root : List.of(classes, descriptor)) {
        for (Path file : files(root)) {
          jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
          jar.write(Files.readAllBytes(file));
          jar.closeEntry();
        }
      }
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static Path json() {
    return location(JsonParser.class);
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static String path(Path... entries) {
    return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start()
        .waitFor();
    assertTrue(!Files.readString(err).contains("Exception"), Files.readString(err));
    return Files.readString(out).replace(System.lineSeparator(), "\n");
  }
}
