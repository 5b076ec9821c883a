package bb.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.maven.plugin.MojoExecutionException;

/** Starts {@code bbc} on a JDK that is new enough. */
final class Bbc {
  private final Path java;
  private final List<File> classPath;
  private final Path folder;

  /**
   * @param java the JDK
   * @param classPath the compiler and what it needs
   * @param folder where it runs
   */
  Bbc(Path java, List<File> classPath, Path folder) {
    this.java = java;
    this.classPath = classPath;
    this.folder = folder;
  }

  /** What it printed, a line each, and how it ended. */
  record Result(int exit, List<String> out, List<String> err) {}

  Result run(List<String> words) throws MojoExecutionException {
    try {
      Path arguments = Files.createTempFile("bbc", ".arguments");
      try {
        Files.write(arguments, quoted(command(words)));
        Process process =
            new ProcessBuilder(java.resolve("bin/java").toString(), "@" + arguments)
                .directory(folder.toFile())
                .start();
        process.getOutputStream().close();
        CompletableFuture<List<String>> err =
            CompletableFuture.supplyAsync(() -> lines(process.errorReader(StandardCharsets.UTF_8)));
        List<String> out = lines(process.inputReader(StandardCharsets.UTF_8));
        return new Result(process.waitFor(), out, err.join());
      } finally {
        Files.delete(arguments);
      }
    } catch (IOException e) {
      throw new MojoExecutionException("bbc cannot be started with " + java, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted while bbc was at work", e);
    }
  }

  private static List<String> lines(java.io.BufferedReader reader) {
    return reader.lines().toList();
  }

  /** As the launcher starts it. */
  private List<String> command(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add("-XX:+UseSerialGC");
    command.add("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Dstderr.encoding=UTF-8");
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(File::toString).toList()));
    command.add("bb.cli.Main");
    command.addAll(words);
    return command;
  }

  /** As a file of arguments has them, in which a backslash begins an escape. */
  private static List<String> quoted(List<String> words) {
    return words.stream()
        .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .toList();
  }
}
