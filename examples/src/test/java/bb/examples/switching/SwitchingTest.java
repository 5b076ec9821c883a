package bb.examples.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of docs/switching.md is what is compiled here, and does what the page says. */
final class SwitchingTest {
  private static final String BB = "src/test/resources/switching/BbDigits.java";

  /** Of glibc, which every Java for it needs; musl has them in one. */
  private static final Set<String> LIBC =
      Set.of("libc", "libm", "libdl", "libpthread", "librt", "ld-linux-x86-64", "ld-linux-aarch64");

  private static final Path SEVEN = Path.of("digits/seven.png");

  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @TempDir private static Path folder;

  private static Path jar;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    jar = bbc("compile", "digits.jar");
  }

  private static List<String> java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JAVA.resolve("bin/java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> command + "\n" + said);
    return said.lines().toList();
  }

  private static Path bbc(String command, String made) throws IOException, InterruptedException {
    Path out = folder.resolve(made);
    String weights = "digits/digits.safetensors";
    String path = System.getProperty("java.class.path");
    String network = "digits/digits.bb";
    java("-cp", path, "bb.cli.Main", command, network, "--weights", weights, "-o", out.toString());
    return out;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BB,
        "src/test/java/bb/examples/switching/OnnxRuntimeDigits.java",
        "src/test/java/bb/examples/switching/DjlDigits.java"
      })
  void pageShowsWhatIsCompiled(String file) throws IOException {
    String source = Files.readString(Path.of(file));
    int begin = source.indexOf("  // begin\n") + "  // begin\n".length();
    String shown =
        source.substring(begin, source.indexOf("  // end\n")).stripTrailing().stripIndent();
    String page = Files.readString(Path.of("../docs/switching.md"));
    assertTrue(page.contains("```java\n" + shown + "\n```"), () -> "not shown:\n" + shown);
  }

  @Test
  void bbReadsTheSevenWithoutNativeCode() throws Exception {
    String[] javac = {"-cp", jar.toString(), "-d", folder.toString(), BB};
    assertEquals(0, tool("javac", javac));
    String path = jar + File.pathSeparator + folder;
    List<String> said = java("-cp", path, "BbDigits", SEVEN.toString());
    assertEquals("7", said.getFirst());
    String home = JAVA.toRealPath().toString();
    List<String> foreign =
        said.stream()
            .skip(1)
            .filter(library -> !library.startsWith(home))
            .filter(library -> !isOfLibc(Path.of(library)))
            .toList();
    assertEquals(List.of(), foreign, "libraries that are neither Java's nor libc's");
  }

  /** As in an image for containers: beside Java and the C library there is nothing to open. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void anImageReadsTheSevenWhereNothingButTheCLibraryIs() throws Exception {
    // Java's program finds its own libraries by /proc, which is not there
    List<String> inRoot = new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=/java/lib"));
    if (!System.getProperty("user.name").equals("root")) {
      inRoot.addAll(List.of("unshare", "--user", "--map-root-user"));
    }
    inRoot.add("chroot");
    assumeTrue(isAllowed(inRoot), "no folder can be made the root here");
    Path root = Files.createDirectory(folder.resolve("root"));
    for (Path library : librariesOfJava()) {
      Path copy = root.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library, copy);
    }
    String modules = "java.desktop,java.management,jdk.incubator.vector";
    String page = Files.readString(Path.of("../docs/operating.md"));
    for (String module : modules.split(",")) {
      assertTrue(page.contains("`" + module + "`"), module);
    }
    String[] jlink = {"--add-modules", modules, "--output", root.resolve("java").toString()};
    assertEquals(0, tool("jlink", jlink));
    Files.copy(jar, root.resolve("digits.jar"));
    Files.copy(SEVEN, root.resolve("seven.png"));
    List<String> command = new ArrayList<>(inRoot);
    command.addAll(List.of(root.toString(), "/java/bin/java", "-jar", "digits.jar", "seven.png"));
    List<String> said = run(command);
    assertTrue(said.get(2).strip().startsWith("7 "), () -> String.join("\n", said));
  }

  private static int tool(String name, String... arguments) {
    return ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments);
  }

  private static boolean isAllowed(List<String> inRoot) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(inRoot);
    command.addAll(List.of("/", "true"));
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  /** What the system's loader opens for Java's virtual machine: the C library. */
  private static List<Path> librariesOfJava() throws IOException, InterruptedException {
    List<Path> libraries =
        run(List.of("ldd", JAVA.resolve("lib/server/libjvm.so").toString())).stream()
            .map(line -> line.strip().replaceAll(".*=> | \\(.*", ""))
            .filter(file -> file.startsWith("/"))
            .map(Path::of)
            .toList();
    for (Path library : libraries) {
      assumeTrue(isOfLibc(library), () -> "this Java needs " + library);
    }
    return libraries;
  }

  private static boolean isOfLibc(Path library) {
    return LIBC.contains(library.getFileName().toString().replaceAll("(-2[0-9.]+)?\\.so.*", ""));
  }

  @Test
  void onnxRuntimeReadsTheSevenOfTheExport() throws Exception {
    try (OnnxRuntimeDigits digits = new OnnxRuntimeDigits(bbc("export", "digits.onnx"))) {
      assertEquals("7", digits.read(SEVEN));
    }
  }
}
