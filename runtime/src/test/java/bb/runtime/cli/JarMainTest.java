package bb.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Approved;
import bb.runtime.Version;
import bb.runtime.io.Fifo;
import bb.runtime.tornado.TornadoVersion;
import bb.runtime.tornado.TornadoVm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class JarMainTest {
  private static final TornadoVm NO_TORNADO =
      new TornadoVm(false, false, Optional.empty(), List.of());

  @TempDir Path folder;
  private Path weights;

  private static final TornadoVm TORNADO =
      new TornadoVm(
          true, true, Optional.of(TornadoVersion.of("5.2.0-jdk25")), List.of("opencl", "cuda"));

  /** {@link TinyModel}, without weights, and perhaps a class that runs it elsewhere. */
  private static EmbeddedModel model(Class<?>... classes) {
    return EmbeddedModel.of(
        Stream.of(classes).map(Class::getName).toList(), JarMainTest.class.getClassLoader());
  }

  private record Outcome(int exit, String out, String err) {
    String text() {
      return "exit " + exit + "\n" + out + (err.isEmpty() ? "" : "--- stderr\n" + err);
    }
  }

  @BeforeEach
  void files() throws IOException {
    weights = TinyJar.weights(folder);
    Files.writeString(folder.resolve("bright.json"), "[0.1, 0.9, 0.3, 0.5]");
    Files.writeString(folder.resolve("two.json"), "[[[[1, 2], [3, 4]]], [[[0, -1], [0, 7]]]]");
  }

  private Outcome run(String... arguments) {
    return run(model(TinyModel.class), NO_TORNADO, arguments);
  }

  private Outcome run(EmbeddedModel model, TornadoVm tornado, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] resolved = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      boolean file = arguments[i].endsWith(".json") || arguments[i].endsWith(".safetensors");
      resolved[i] = file ? folder.resolve(arguments[i]).toString() : arguments[i];
    }
    int exit =
        JarMain.run(
            resolved,
            () -> model,
            tornado,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Ansi.OFF);
    return new Outcome(exit, plain(out), plain(err));
  }

  private String plain(ByteArrayOutputStream stream) {
    return stream
        .toString(StandardCharsets.UTF_8)
        .replace(folder + "/", "")
        .replace(System.lineSeparator(), "\n");
  }

  @Test
  void transcripts() throws IOException {
    List<List<String>> commands =
        List.of(
            List.of("--weights", "tiny.safetensors", "bright.json"),
            List.of("--weights", "tiny.safetensors", "--input", "two.json", "--top", "1"),
            List.of("--weights", "tiny.safetensors", "two.json", "--format", "json"),
            List.of("--weights", "synthetic:1.5", "--input", "synthetic", "--batch", "2"),
            List.of("--describe"),
            List.of("--help"),
            List.of("--version"),
            List.of("bright.json"),
            List.of("--weights", "tinny.safetensors", "bright.json"),
            List.of("--weights", "synthetic", "brigth.json"),
            List.of("--weights", "synthetic"),
            List.of("--weights", "synthetic", "bright.json", "--batch", "0"),
            List.of("--weights", "synthetic", "bright.json", "--threads", "-1"),
            List.of("--weights", "synthetic", "bright.json", "--top", "many"),
            List.of("--weights", "synthetic", "bright.json", "--format", "xml"),
            List.of("--wieghts", "synthetic"));
    StringBuilder text = new StringBuilder();
    for (List<String> command : commands) {
      text.append("$ java -jar tiny.jar ").append(String.join(" ", command)).append('\n');
      text.append(run(command.toArray(String[]::new)).text()).append('\n');
    }
    String version = text.toString().replace(Version.TEXT, "VERSION");
    Approved.check("jar-transcripts.txt", version);
  }

  /** A jar for TornadoVM: where it runs, and what it says about that. */
  @Test
  void deviceTranscripts() throws IOException {
    TornadoVm old =
        new TornadoVm(true, true, Optional.of(TornadoVersion.of("5.0.0-jdk21")), List.of("opencl"));
    TornadoVm apiOnly = new TornadoVm(true, false, Optional.empty(), List.of());
    TornadoVm noBackend = new TornadoVm(true, true, TORNADO.version(), List.of());
    StringBuilder text = new StringBuilder();
    transcript(text, "java -jar", NO_TORNADO, TinyDevice.OnGpu.class);
    transcript(text, "an NVIDIA GPU", TORNADO, TinyDevice.OnGpu.class);
    transcript(text, "an NVIDIA GPU and 16-bit floats", TORNADO, TinyDevice.InHalves.class);
    transcript(text, "a processor", TORNADO, TinyDevice.OnProcessor.class);
    transcript(text, "no driver", TORNADO, TinyDevice.Nowhere.class);
    transcript(text, "a kernel that fails", TORNADO, TinyDevice.Uncompiled.class);
    transcript(text, "an old TornadoVM", old, TinyDevice.OnGpu.class);
    transcript(text, "its API only", apiOnly, TinyDevice.OnGpu.class);
    transcript(text, "no backend", noBackend, TinyDevice.OnGpu.class);
    Outcome help = run(model(TinyModel.class, TinyDevice.OnGpu.class), TORNADO, "--help");
    text.append("--help\n").append(help.text()).append('\n');
    Outcome card = run(model(TinyModel.class, TinyDevice.OnGpu.class), TORNADO, "--describe");
    text.append("--describe\n").append(card.text());
    Approved.check("device-transcripts.txt", text.toString());
  }

  private void transcript(StringBuilder text, String where, TornadoVm tornado, Class<?> device) {
    text.append("# ").append(where).append("\n\n");
    for (String options :
        List.of(
            "", "--engine cpu", "--engine tornado", "--require-gpu", "--compare", "--timings")) {
      List<String> arguments =
          new ArrayList<>(List.of("--weights", "tiny.safetensors", "bright.json", "--top", "1"));
      Stream.of(options.split(" ")).filter(o -> !o.isEmpty()).forEach(arguments::add);
      Outcome outcome =
          run(model(TinyModel.class, device), tornado, arguments.toArray(String[]::new));
      String measured = outcome.text().replaceAll("(?m)^ .*(load the|make the)", "   *.*  $1");
      text.append("$ ").append(options).append('\n');
      text.append(measured.replaceAll("(?m)^ .*first", "   *.*  first")).append('\n');
    }
  }

  @Test
  void asksForOneEngineOnly() {
    EmbeddedModel jar = model(TinyModel.class, TinyDevice.OnGpu.class);
    Outcome outcome =
        run(jar, TORNADO, "--engine", "cpu", "--compare", "--weights", "synthetic", "two.json");
    assertEquals(ExitCode.USAGE, outcome.exit());
    assertTrue(outcome.err().startsWith("error: --compare is about TornadoVM"), outcome.err());
    assertEquals(ExitCode.USAGE, run(jar, TORNADO, "--engine", "gpu", "two.json").exit());
  }

  @Test
  void writesTheAnswerToAFile() throws IOException {
    Path answer = folder.resolve("answer.json");
    Outcome outcome =
        run("--weights", "tiny.safetensors", "two.json", "--format", "json", "-o", "answer.json");
    assertEquals(new Outcome(0, "", ""), outcome);
    assertEquals(
        run("--weights", "tiny.safetensors", "two.json", "--format", "json").out(),
        Files.readString(answer));
    assertEquals("BB0603", code(run("--weights", "synthetic", "two.json", "-o", "no/a.json")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverWritesTheAnswerOverAnInput() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.json"), Path.of("two.json"));
    Files.createLink(folder.resolve("twin.safetensors"), weights);
    for (String output : List.of("two.json", "link.json", "twin.safetensors")) {
      Outcome outcome = run("--weights", "tiny.safetensors", "two.json", "-o", output);
      assertEquals("BB0640", code(outcome), output);
    }
    Path answer = folder.resolve("answer.json");
    Files.writeString(answer, "old");
    Files.setPosixFilePermissions(answer, PosixFilePermissions.fromString("rw-r-----"));
    assertEquals(0, run("--weights", "tiny.safetensors", "two.json", "-o", "answer.json").exit());
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(answer)));
  }

  /** A jar with the weights of a network in it is an input like any other. */
  @Test
  void neverWritesTheAnswerOverItself() throws Exception {
    Path jar = TinyJar.pack(folder, true);
    long size = Files.size(jar);
    Outcome outcome = process(List.of("-jar", "tiny.jar", "bright.json", "-o", "tiny.jar"));
    assertEquals("BB0640", code(outcome));
    assertEquals(size, Files.size(jar));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverWaitsForAPipe() throws Exception {
    Path pipe = Fifo.make(folder.resolve("pipe.json"));
    assertEquals("BB0602", code(run("--weights", "synthetic", "pipe.json")));
    assertEquals("BB0602", code(run("--weights", pipe.toString(), "two.json")));
    assertEquals("BB0603", code(run("--weights", "synthetic", "two.json", "-o", "pipe.json")));
  }

  private static String code(Outcome outcome) {
    return outcome.err().replaceFirst("(?s)error\\[(\\w+)].*", "$1");
  }

  @Test
  void aBugOfOursSaysHowToReportIt() {
    Outcome outcome = run("--weights", "synthetic", "two.json", "--threads", "13");
    assertEquals(ExitCode.BUG, outcome.exit());
    assertTrue(outcome.err().startsWith("bug: java.lang.IllegalStateException: thirteen threads"));
    assertTrue(outcome.err().contains("bb " + Version.TEXT));
    assertTrue(outcome.err().contains("\n    at bb.runtime.cli.TinyModel."), outcome.err());
  }

  /** The real thing: a process, with weights in the jar. */
  @Test
  void runsAsAJar() throws Exception {
    Path jar = TinyJar.pack(folder, true);
    Outcome outcome = process(List.of("-jar", jar.toString(), "bright.json", "--top", "1"));
    assertEquals(
        new Outcome(
            0,
            "bright.json\n    class  probability         logit\n"
                + "        1     50.0465%      0.900000\n",
            ""),
        outcome);
    Outcome card = process(List.of("-jar", jar.toString(), "--describe"));
    assertTrue(card.out().contains("CPU, Vector API"), card.out());
    assertTrue(card.out().contains("in this jar"), card.out());
    assertEquals("", card.err());
  }

  @Test
  void runsWhereAFoldersNameEndsInAnExclamationMark() throws Exception {
    Path jar = TinyJar.pack(Files.createDirectory(folder.resolve("new!")), true);
    Outcome outcome = process(List.of("-jar", jar.toString(), "bright.json", "--top", "1"));
    assertEquals("", outcome.err());
    assertEquals(0, outcome.exit());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatADiskIsFull() throws Exception {
    String jar = TinyJar.pack(folder, true).toString();
    Path full = Path.of("/dev/full");
    assertEquals(
        new Outcome(1, "", "error[BB0603]: cannot write `-`: no space left on device\n"),
        process(full, List.of("-jar", jar, "bright.json")));
    assertEquals(
        new Outcome(
            1, "", "error[BB0603]: cannot write standard output: no space left on device\n"),
        process(full, List.of("-jar", jar, "--describe")));
  }

  /** Where the Vector API cannot be loaded late, a second JVM has it from the start. */
  @Test
  void relaunchesOnce() throws Exception {
    String jar = TinyJar.pack(folder, false).toString();
    Outcome card = process(List.of("-jar", jar, "--describe"));
    assertTrue(card.out().contains("CPU, Vector API"), card.out());
    assertEquals("", card.err());
    Outcome failed = process(List.of("-jar", jar, "brigth.json"));
    assertEquals(1, failed.exit());
    assertEquals(
        "error[BB0601]: there is no file `brigth.json`\n  help: did you mean `bright.json`?\n",
        failed.err());
    Outcome bug = process(List.of("-Dmarker=kept", "-jar", jar, "--threads", "13", "bright.json"));
    assertEquals(ExitCode.BUG, bug.exit());
    assertTrue(bug.err().startsWith("bug: java.lang.IllegalStateException: thirteen threads kept"));
  }

  @Test
  void goesOnWithoutVectorsAndSaysSo() throws Exception {
    String jar = TinyJar.pack(folder, false).toString();
    Outcome card = process(List.of("-Dbb.relaunch=false", "-jar", jar, "--describe"));
    assertTrue(card.out().contains("CPU, scalar"), card.out());
    assertEquals(
        "note: networks run without vectors, which is several times slower: "
            + "start Java with --add-modules jdk.incubator.vector\n",
        card.err());
    assertFalse(card.err().contains("WARNING"));
    Outcome run =
        process(List.of("-Dbb.relaunch=false", "-jar", jar, "--require-vector", "bright.json"));
    assertEquals(ExitCode.ERROR, run.exit());
    assertEquals(
        "error[BB0651]: there are no vectors to compute with\n"
            + "  note: start Java with --add-modules jdk.incubator.vector\n"
            + "  help: do not ask for them, and the answers are the same, several times slower\n",
        run.err());
  }

  private Outcome process(List<String> arguments) throws Exception {
    Path out = folder.resolve("out.txt");
    Outcome outcome = process(out, arguments);
    return new Outcome(outcome.exit(), Files.readString(out), outcome.err());
  }

  private Outcome process(Path out, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Path err = folder.resolve("err.txt");
    int exit =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Outcome(exit, "", Files.readString(err));
  }
}
