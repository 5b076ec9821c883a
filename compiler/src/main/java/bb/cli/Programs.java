package bb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks other programs. */
@FunctionalInterface
interface Programs {
  /** Those of this machine. */
  Programs SYSTEM = with(Map.of());

  /**
   * Without this variable ONNX Runtime tells its maker of the process that loads it. It searches
   * the command line for a name then, in a way that takes stack by its length: long class paths
   * ended the process.
   */
  String ONNX_RUNTIME_IS_SILENT = "ORT_DISABLE_TELEMETRY";

  /**
   * By these git says to a hook which repository it is. What git is asked for is about the files of
   * a folder, and the repository that they lie in.
   */
  Set<String> OF_A_REPOSITORY =
      Set.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_IMPLICIT_WORK_TREE",
          "GIT_COMMON_DIR",
          "GIT_INDEX_FILE",
          "GIT_PREFIX",
          "GIT_NAMESPACE");

  /**
   * What a program answered.
   *
   * @param exit its exit status, or {@link #NOT_STARTED} or {@link #TOO_SLOW}
   * @param text what it wrote to both its streams
   */
  record Answer(int exit, String text) {
    static final int NOT_STARTED = -1;
    static final int TOO_SLOW = -2;

    boolean isGood() {
      return exit == 0;
    }
  }

  /**
   * Runs a program to its end, or stops it.
   *
   * @param folder where it runs
   */
  Answer ask(List<String> command, Path folder, Duration limit);

  /** Those of this machine, which see further variables. */
  static Programs with(Map<String, String> variables) {
    return (command, folder, limit) -> start(command, folder, limit, variables);
  }

  private static Answer start(
      List<String> command, Path folder, Duration limit, Map<String, String> variables) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    builder.environment().put(ONNX_RUNTIME_IS_SILENT, "1");
    builder.environment().keySet().removeAll(OF_A_REPOSITORY);
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new Answer(Answer.NOT_STARTED, String.valueOf(e.getMessage()));
    }
    CompletableFuture<String> text =
        CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Answer(process.exitValue(), text.join());
      }
      process.destroyForcibly();
      return new Answer(Answer.TOO_SLOW, "");
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Answer(Answer.TOO_SLOW, "");
    }
  }

  private static String all(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
