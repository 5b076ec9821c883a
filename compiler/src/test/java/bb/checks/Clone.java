package bb.checks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of the project as the launcher sees it, with a Maven that writes empty jars and a Java
 * that prints its class path.
 */
record Clone(Path home, Path tools) {
  private static final List<String> MODULES = List.of("grammar", "runtime", "compiler");

  /**
   * Answers as Maven does, from what lies beside it: waits at {@code gate}, changes what {@code
   * changing} names, fails with {@code failing}.
   */
  private static final String MAVEN =
      """
      #!/bin/sh
      tools=$(dirname "$0")
      echo call >> "$tools/calls"
      for word in "$@"; do
        case $word in -Dbuild.folder=*) work=${word#-Dbuild.folder=}; work=${work%/*} ;; esac
      done
      [ ! -p "$tools/gate" ] || { echo begun > "$tools/begun"; read -r _ < "$tools/gate"; }
      [ ! -f "$tools/changing" ] || touch -t 203001010000 "$(cat "$tools/changing")"
      [ ! -f "$tools/failing" ] || { echo "[ERROR] it does not compile"; exit 1; }
      for module in grammar runtime compiler; do
        mkdir -p "$work/bb-$module"
        echo jar > "$work/bb-$module/bb-$module-0.1.0.jar"
      done
      echo "$work/bb-grammar/bb-grammar-0.1.0.jar:$tools/library.jar:$work/bb-runtime/classes" \\
        > "$work/bb-compiler/bbc.classpath"
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      while [ "$1" != -cp ]; do shift; done
      [ "$3" != bb.cli.CacheableJars ] || exit 1
      echo "$2"
      """;

  /** What a process said. */
  record Result(int exit, String out, String err) {}

  static Clone in(Path folder) throws IOException {
    Path home = Files.createDirectories(folder.resolve("a clone"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(Repository.ROOT.resolve("bbc"), home.resolve("bbc"));
    Files.createDirectories(home.resolve("docs/errors"));
    Files.writeString(home.resolve("pom.xml"), "");
    for (String module : MODULES) {
      Path sources = Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.writeString(sources.resolve("A.java"), "");
      Files.writeString(home.resolve(module).resolve("pom.xml"), "");
    }
    Path common = Path.of("compiler/src/main/launcher/java.sh");
    Files.createDirectories(home.resolve(common).getParent());
    Files.copy(Repository.ROOT.resolve(common), home.resolve(common));
    script(tools.resolve("mvn"), MAVEN);
    script(jdk(folder.resolve("new jdk"), "26-ea").resolve("bin/java"), JAVA);
    Files.writeString(tools.resolve("library.jar"), "");
    return new Clone(home, tools);
  }

  /** A folder that looks like a JDK of that version. */
  static Path jdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), "#!/bin/sh\n");
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("bbc").toString(), "--version");
    Map<String, String> environment = builder.environment();
    environment.put("BBC_JAVA_HOME", tools.resolveSibling("new jdk").toString());
    environment.put("PATH", tools + ":" + environment.get("PATH"));
    return builder.start();
  }

  Result run() throws IOException, InterruptedException {
    return result(start());
  }

  static Result result(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  /** The class path that the launcher gave to Java. */
  List<Path> classPath() throws IOException, InterruptedException {
    return Stream.of(run().out().strip().split(":")).map(Path::of).toList();
  }

  /** How often Maven was called. */
  int builds() throws IOException {
    return Files.readAllLines(tools.resolve("calls")).size();
  }

  /** A source that is newer than any build so far. */
  void edit() throws IOException {
    Path source = home.resolve("compiler/src/main/A.java");
    Files.delete(source);
    Files.writeString(source, "edited");
  }
}
