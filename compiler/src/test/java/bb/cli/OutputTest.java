package bb.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Tensor;
import bb.runtime.io.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command writes over what it reads, whatever either is called. */
@DisabledOnOs(OS.WINDOWS)
final class OutputTest {
  @TempDir Path folder;

  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void files() throws IOException {
    Files.writeString(
        folder.resolve("net.bb"),
        "import \"parts.bb\"\n\nnetwork Net {\n  input x: [2]\n  fc: Half(2)\n}\n");
    Files.writeString(
        folder.resolve("parts.bb"),
        "block Half(n: int) : [a] -> [n] {\n  inner: linear(n, bias: false)\n}\n");
    Files.writeString(folder.resolve("x.json"), "[1, 2]");
    Tensor half = new Tensor(new int[] {2, 2}, new float[] {0.5f, 0, 0, 0.5f});
    Safetensors.write(folder.resolve("w.safetensors"), Map.of("fc.inner.weight", half));
    for (String name : List.of("net.bb", "parts.bb", "x.json", "w.safetensors")) {
      Files.createSymbolicLink(folder.resolve("link-" + name), Path.of(name));
      Files.createLink(folder.resolve("twin-" + name), folder.resolve(name));
    }
  }

  private Outcome run(String command) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(print(out), print(err), false, false, false, false);
    Host.Java java = new Host.Java("25.0.1", Path.of("/opt/jdk-25"), true, true);
    Host host =
        new Host(
            Map.of(),
            Path.of("/home/ada"),
            Path.of("/"),
            () -> java,
            (_, _, _) -> new Programs.Answer(1, ""));
    String[] args =
        Stream.of(command.split(" "))
            .map(word -> word.contains(".") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    int exit = Main.run(terminal, host, args);
    String text = err.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    return new Outcome(exit, out.toString(StandardCharsets.UTF_8), text);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        boolean link = Files.isSymbolicLink(file);
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        contents.put(file.getFileName().toString(), (link ? "link " : "") + bytes);
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run net.bb --weights w.safetensors x.json -o net.bb",
        "run net.bb --weights w.safetensors x.json -o parts.bb",
        "run net.bb --weights w.safetensors x.json -o x.json",
        "run net.bb --weights w.safetensors --input x.json -o link-x.json",
        "run net.bb --weights twin-w.safetensors x.json -o w.safetensors",
        "run link-net.bb --weights w.safetensors x.json -o twin-net.bb",
        "compile net.bb -o net.bb",
        "compile net.bb -o twin-parts.bb",
        "compile net.bb --weights w.safetensors -o link-w.safetensors",
        "export net.bb --weights w.safetensors -o ./w.safetensors",
        "export net.bb --weights synthetic -o link-net.bb",
        "report net.bb twin-net.bb -o net.bb",
        "report net.bb -o twin-parts.bb",
      })
  void anOutputIsNoInput(String command) throws IOException {
    Map<String, String> before = contents();
    Outcome outcome = run(command);
    assertTrue(outcome.err().startsWith("error[BB0640]: the output `"), outcome.err());
    assertEquals(ExitCode.DIAGNOSTICS, outcome.exit());
    assertEquals(before, contents());
  }

  /** What ends a command does not hide what was found before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run net.bb --weights missing.st x.json",
        "compile net.bb --weights missing.st -o net.jar",
        "export net.bb --weights missing.st -o net.onnx"
      })
  void warningsAreNotLostEither(String command) throws IOException {
    Path net = folder.resolve("net.bb");
    Files.writeString(net, "\nnetwork Other {\n  let n = 1\n  input x: [2]\n  relu\n}\n", APPEND);
    Outcome outcome = run(command.replace("net.bb", "net.bb --network Net"));
    assertTrue(outcome.err().contains("warning[BB0801]"), outcome.err());
    assertTrue(
        outcome.err().contains("error[BB0601]: there is no file `missing.st`"), outcome.err());
  }

  /** The names that a command chooses by itself are looked at, too. */
  @Test
  void noSourceIsWrittenOverAnInput() throws IOException {
    assertEquals(ExitCode.OK, run("compile net.bb --emit-sources ./src -o net.jar").exit());
    Path generated;
    try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
      generated = files.filter(file -> file.endsWith("Net.java")).findFirst().orElseThrow();
    }
    Files.delete(generated);
    Files.createSymbolicLink(generated, folder.resolve("net.bb"));
    String before = Files.readString(generated);
    Outcome outcome = run("compile net.bb --emit-sources ./src -o net.jar");
    assertTrue(outcome.err().startsWith("error[BB0640]: "), outcome.err());
    assertEquals(before, Files.readString(generated));
  }

  @Test
  void standardOutputIsAFile() throws IOException {
    assertEquals(ExitCode.OK, run("report net.bb -o report.txt").exit());
    assertEquals(run("report net.bb").out(), Files.readString(folder.resolve("report.txt")));
    assertEquals(run("report net.bb"), run("report net.bb -o -"));
    String running = "run net.bb --weights w.safetensors x.json";
    assertEquals(run(running), run(running + " -o -"));
  }
}
