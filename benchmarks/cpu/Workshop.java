import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes what the contest needs, in {@code benchmarks/cpu/target}: compiled networks, their exports,
 * weights and inputs, the two sides' programs, and ONNX Runtime. What is there already and no older
 * than what it is made of stays.
 */
final class Workshop {
  private final Path root;
  private final Path home;
  private final Path java;

  /**
   * @param root the folder of the project
   */
  Workshop(Path root) {
    this.root = root;
    this.home = root.resolve("benchmarks/cpu/target");
    this.java = Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The folder for what is made. */
  Path home() {
    return home;
  }

  /** Builds the compiler if it is out of date, and compiles both sides' programs. */
  void open() throws IOException, InterruptedException {
    Files.createDirectories(classes());
    run(home, bbc("--version"));
    Path runtime = onnxRuntime();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.resolveSibling("javac").toString(), "-nowarn", "-d"));
    command.addAll(List.of(classes().toString(), "-cp", runtime.toString()));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    Stream.of("BbSide", "OrtSide", "Peak")
        .map(name -> root.resolve("benchmarks/cpu/" + name + ".java").toString())
        .forEach(command::add);
    command.addAll(List.of("--source-path", root.resolve("benchmarks/cpu").toString()));
    run(home, command);
  }

  /** Everything of a network but its inputs. */
  void make(Zoo network) throws IOException, InterruptedException {
    Path source = root.resolve("examples/zoo/" + network.file + ".bb");
    Path compiler = root.resolve(".bbc/current");
    if (isOld(jar(network), source, compiler)) {
      run(
          home,
          bbc(
              "compile",
              source.toString(),
              "--network",
              network.network,
              "-o",
              jar(network).toString()));
    }
    if (isOld(weights(network), source)) {
      run(home, tool(network, "weights", weights(network).toString()));
    }
    if (isOld(exported(network), weights(network))) {
      run(
          home,
          bbc(
              "export",
              source.toString(),
              "--network",
              network.network,
              "--weights",
              weights(network).toString(),
              "-o",
              exported(network).toString()));
    }
  }

  /** The folder with a network's inputs. */
  Path inputs(Zoo network, int batch) throws IOException, InterruptedException {
    Path folder = home.resolve("inputs").resolve(network.network + "-" + batch);
    if (isOld(folder, root.resolve("examples/zoo/" + network.file + ".bb"))) {
      run(home, tool(network, "inputs", folder.toString(), Integer.toString(batch)));
    }
    return folder;
  }

  /** Multiply-adds for one example. */
  long macs(Zoo network) throws IOException, InterruptedException {
    return Long.parseLong(run(home, tool(network, "macs")).strip());
  }

  /**
   * The command that runs bb's side.
   *
   * @param setting what {@link Side} wants to know, but for the time
   */
  List<String> side(Zoo network, List<String> setting) {
    List<String> command = tool(network, "serve", weights(network).toString());
    command.addAll(setting);
    return command;
  }

  /** The command that runs ONNX Runtime's side. */
  List<String> otherSide(Zoo network, List<String> setting) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.toString(), "--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(classes() + File.pathSeparator + library());
    command.addAll(List.of("OrtSide", exported(network).toString()));
    command.addAll(setting);
    return command;
  }

  private List<String> tool(Zoo network, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.toString(), "--add-modules", "jdk.incubator.vector", "-cp"));
    command.add(classes() + File.pathSeparator + jar(network));
    command.addAll(List.of("BbSide", network.className()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** GFLOP/s that fused multiply-adds reach on one processor, by {@link Peak}. */
  double peak() throws IOException, InterruptedException {
    String text =
        run(
            home,
            List.of(
                java.toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                classes().toString(),
                "Peak"));
    return Double.parseDouble(text.strip());
  }

  /** The commit that is measured, or what is known instead of it. */
  String commit() throws InterruptedException {
    try {
      return run(root, List.of("git", "describe", "--always", "--dirty")).strip();
    } catch (IOException | Options.Mistake _) {
      return "unknown";
    }
  }

  /** ONNX Runtime's version, which is the one of the tests. */
  String version() throws IOException {
    Matcher found =
        Pattern.compile("<onnxruntime.version>(.*)</onnxruntime.version>")
            .matcher(Files.readString(root.resolve("pom.xml")));
    if (!found.find()) {
      throw new Options.Mistake("pom.xml names no onnxruntime.version");
    }
    return found.group(1);
  }

  private Path weights(Zoo network) {
    return home.resolve(network.network + ".safetensors");
  }

  private Path jar(Zoo network) {
    return home.resolve(network.network + ".jar");
  }

  private Path exported(Zoo network) {
    return home.resolve(network.network + ".onnx");
  }

  private Path classes() {
    return home.resolve("classes");
  }

  private Path library() throws IOException {
    return home.resolve("onnxruntime-" + version() + ".jar");
  }

  /** Maven fetches it, as for the tests. */
  private Path onnxRuntime() throws IOException, InterruptedException {
    if (!Files.exists(library())) {
      run(
          root,
          List.of(
              "mvn",
              "-q",
              "-N",
              "dependency:copy",
              "-Dartifact=com.microsoft.onnxruntime:onnxruntime:" + version(),
              "-DoutputDirectory=" + home));
    }
    return library();
  }

  private List<String> bbc(String... arguments) {
    return Stream.concat(Stream.of(root.resolve("bbc").toString()), Arrays.stream(arguments))
        .toList();
  }

  private static boolean isOld(Path made, Path... sources) throws IOException {
    if (!Files.exists(made)) {
      return true;
    }
    FileTime time = Files.getLastModifiedTime(made);
    for (Path source : sources) {
      if (Files.getLastModifiedTime(source).compareTo(time) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Runs a command to its end; what it printed. */
  private String run(Path folder, List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("BBC_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path log = home.resolve("log");
    builder.redirectError(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new Options.Mistake(String.join(" ", command) + " failed:\n" + out + tail(log));
    }
    return out;
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
