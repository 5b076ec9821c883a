package bb.runtime.cli;

import bb.runtime.VectorModule;
import bb.runtime.io.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Starts this program again, once, in a JVM with the Vector API, for a JVM that cannot load it
 * late: see {@code docs/adr/0003-vector-module.md}.
 */
final class Relaunch {
  /** {@code -Dbb.relaunch=false} switches it off; the second JVM is started with it. */
  static final String SWITCH = "bb.relaunch";

  private static final String JVM_WARNING = "WARNING: Using incubator modules";

  private Relaunch() {}

  /**
   * Runs {@code main} again in a second JVM where that gains the Vector API, or says why that
   * failed.
   *
   * @return the second JVM's exit code, or empty if this one has to do
   */
  static OptionalInt withVectors(Class<?> main, String[] arguments, PrintStream err) {
    boolean wanted = System.getProperty(SWITCH, "true").equals("true");
    if (!wanted || ModuleFinder.ofSystem().find(VectorModule.NAME).isEmpty()) {
      // the engine says that it has no vectors, and why
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(run(command(main, arguments), err));
    } catch (IOException e) {
      err.println(
          Message.of(
              "note: a JVM with module %s could not be started (%s)",
              VectorModule.NAME, e.getMessage()));
      return OptionalInt.empty();
    }
  }

  private static List<String> command(Class<?> main, String[] arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("--add-modules", VectorModule.NAME, "-D" + SWITCH + "=false"));
    command.addAll(start(main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A module is started as one: its jars may not be on the class path. */
  private static List<String> start(Class<?> main) {
    Module module = main.getModule();
    return module.isNamed()
        ? List.of("-m", module.getName() + "/" + main.getName())
        : List.of("-cp", System.getProperty("java.class.path"), main.getName());
  }

  private static int run(List<String> command, PrintStream err) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread stop = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      forward(process.getErrorStream(), err);
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return ExitCode.BUG;
    }
  }

  /** Passes on what the second JVM says, but for its first line if that is the JVM's warning. */
  private static void forward(InputStream in, PrintStream err) throws IOException {
    byte[] warning = JVM_WARNING.getBytes(StandardCharsets.US_ASCII);
    byte[] start = in.readNBytes(warning.length);
    if (Arrays.equals(start, warning)) {
      int next = in.read();
      while (next != '\n' && next >= 0) {
        next = in.read();
      }
    } else {
      err.write(start);
    }
    in.transferTo(err);
    err.flush();
  }
}
