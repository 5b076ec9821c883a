package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.JavaPackage;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One program with two compiled networks: each answers with its own weights, however it starts. */
class TwoNetworksTest {
  /** Takes any of the two networks; the same shapes, so that nothing tells their weights apart. */
  private static final String SOURCE =
      """
      network %s {
        input x: [2]
        fc: linear(1, bias: false)
      }
      """;

  /** Weights of 3 and of 5 on the input (1, 1). */
  private static final String ANSWERS = "left 6.0\nright 10.0\n";

  @TempDir private static Path folder;

  private static Path left;
  private static Path right;

  @BeforeAll
  static void compile() throws IOException {
    left = jar("Left", "com.acme.left", 3);
    right = jar("Right", "com.acme.right", 5);
    Path program = Files.createDirectory(folder.resolve("program"));
    Files.writeString(
        program.resolve("module-info.java"),
        "module program { requires com.acme.left; requires com.acme.right; }");
    Path main = Files.createDirectory(program.resolve("program")).resolve("Main.java");
    Files.writeString(
        main,
        """
        package program;

        import com.acme.left.Left;
        import com.acme.right.Right;
        import com.acme.right.runtime.Model;

        final class Main {
          public static void main(String[] arguments) {
            float[] input = {1, 1};
            Model right = Right.load();
            System.out.println("left " + Left.load().predict(input)[0]);
            System.out.println("right " + right.predict(input)[0]);
          }
        }
        """);
    String path = left + File.pathSeparator + right;
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-p",
                path,
                "-d",
                folder.resolve("classes").toString(),
                program.resolve("module-info.java").toString(),
                main.toString());
    assertEquals(0, failed);
  }

  private static Path jar(String network, String home, float weight) throws IOException {
    String source = SOURCE.formatted(network);
    CompiledModel model = Jars.compile(source, network, new JavaPackage(home), true);
    JarWriter.Embedded weights =
        Jars.weights(folder.resolve(network + ".safetensors"), source, network, weight);
    return Jars.write(folder.resolve(network + ".jar"), model, Optional.of(weights));
  }

  @Test
  void on_the_class_path() throws Exception {
    String main = "program.Main";
    assertEquals(ANSWERS, java("-cp", path(left, right, classes()), main));
    assertEquals(1, Files.readAllLines(folder.resolve("err.txt")).size(), "one note for both");
    assertEquals(ANSWERS, java("-cp", path(right, left, classes()), main));
  }

  @Test
  void on_the_module_path() throws Exception {
    assertEquals(ANSWERS, java("-p", path(left, right, classes()), "-m", "program/program.Main"));
  }

  @Test
  void the_command_lines_of_both_on_one_path() throws Exception {
    Files.writeString(folder.resolve("ones.json"), "[1, 1]");
    String main = ".runtime.cli.Launch";
    for (String options : List.of("-cp", "-p")) {
      List<String> start =
          options.equals("-cp")
              ? List.of("-cp", path(left, right), "com.acme.right" + main)
              : List.of("-p", path(left, right), "-m", "com.acme.right");
      List<String> command = new ArrayList<>(start);
      command.addAll(List.of("ones.json", "--format", "json"));
      String answer = java(command.toArray(String[]::new));
      assertTrue(answer.contains("\"data\": [10.0]"), answer);
    }
  }

  /** In a class loader of its own, whose parent knows nothing of bb. */
  @Test
  void in_nested_class_loaders() throws Exception {
    URL[] outer = {left.toUri().toURL()};
    URL[] inner = {right.toUri().toURL()};
    try (URLClassLoader parent = new URLClassLoader(outer, null);
        URLClassLoader child = new URLClassLoader(inner, parent)) {
      assertEquals(6, predict(child, "com.acme.left.Left"));
      assertEquals(10, predict(child, "com.acme.right.Right"));
    }
  }

  private static float predict(ClassLoader loader, String name) throws Exception {
    Object model = loader.loadClass(name).getMethod("load").invoke(null);
    float[] input = {1, 1};
    return ((float[]) model.getClass().getMethod("predict", float[].class).invoke(model, input))[0];
  }

  @Test
  void weights_of_another_network_are_refused() throws Exception {
    Path swapped = Files.copy(left, folder.resolve("swapped.jar"));
    try (FileSystem to = FileSystems.newFileSystem(swapped);
        FileSystem from = FileSystems.newFileSystem(right)) {
      Files.copy(
          from.getPath("com/acme/right/Right.safetensors"),
          to.getPath("com/acme/left/Left.safetensors"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    assertTrue(errors(swapped).startsWith("error[BB0660]: "), errors(swapped));
    try (FileSystem jar = FileSystems.newFileSystem(swapped)) {
      Files.delete(jar.getPath("com/acme/left/Left.safetensors"));
    }
    assertTrue(errors(swapped).startsWith("error[BB0661]: "), errors(swapped));
  }

  private static Path classes() {
    return folder.resolve("classes");
  }

  private static String path(Path... entries) {
    return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** What a Java of its own prints. */
  private static String java(String... arguments) throws IOException, InterruptedException {
    return run(false, arguments);
  }

  /** What a jar has to complain of. */
  private static String errors(Path jar) throws IOException, InterruptedException {
    return run(true, "-jar", jar.toString(), "--input", "synthetic");
  }

  private static String run(boolean errors, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start()
        .waitFor();
    return Files.readString(errors ? err : out).replace(System.lineSeparator(), "\n");
  }
}
