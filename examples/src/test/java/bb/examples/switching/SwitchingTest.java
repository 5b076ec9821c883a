package bb.examples.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
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

  @TempDir private Path folder;

  private static List<String> java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> command + "\n" + said);
    return said.lines().toList();
  }

  private Path bbc(String command, String made) throws IOException, InterruptedException {
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
    Path jar = bbc("compile", "digits.jar");
    String[] javac = {"-cp", jar.toString(), "-d", folder.toString(), BB};
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, javac));
    String path = jar + File.pathSeparator + folder;
    List<String> said = java("-cp", path, "BbDigits", SEVEN.toString());
    assertEquals("7", said.getFirst());
    String home = Path.of(System.getProperty("java.home")).toRealPath().toString();
    List<String> foreign =
        said.stream()
            .skip(1)
            .filter(library -> !library.startsWith(home))
            .map(library -> Path.of(library).getFileName().toString())
            .filter(name -> !LIBC.contains(name.replaceAll("(-2[0-9.]+)?\\.so.*", "")))
            .toList();
    assertEquals(List.of(), foreign, "libraries that are neither Java's nor libc's");
  }

  @Test
  void onnxRuntimeReadsTheSevenOfTheExport() throws Exception {
    try (OnnxRuntimeDigits digits = new OnnxRuntimeDigits(bbc("export", "digits.onnx"))) {
      assertEquals("7", digits.read(SEVEN));
    }
  }
}
