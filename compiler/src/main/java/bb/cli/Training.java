package bb.cli;

import bb.runtime.io.OutputFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Command lines that the launcher runs once at the end of a build, while the virtual machine takes
 * down which classes they load and which methods they run often: what later starts begin with.
 */
public final class Training {
  private static final String MISTAKE =
      """
      network Net {
        input x: [3, 8, 8]
        convolution(8, 3)
        linear(widht)
      }
      """;

  private Training() {}

  /**
   * @param args the part of the compiler: {@code check}, {@code front} for what else looks at
   *     networks, or {@code back} for what generates code; a file with networks {@code ResNet18}
   *     and {@code ResNet34}; and a folder for what is made of it
   */
  public static void main(String[] args) {
    Path folder = Path.of(args[2]);
    Path mistake = folder.resolve("mistake.bb");
    OutputFile.write(mistake, out -> out.write(MISTAKE.getBytes(StandardCharsets.UTF_8)));
    List<List<String>> commands =
        switch (args[0]) {
          case "check" -> check(args[1], mistake.toString());
          case "front" -> front(args[1], mistake.toString(), folder);
          case "back" -> back(args[1], folder);
          default -> throw new IllegalArgumentException(args[0]);
        };
    int worst = 0;
    for (List<String> command : commands) {
      PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
      Terminal terminal = new Terminal(out, out, false, false, false, false);
      worst = Math.max(worst, Main.run(terminal, Host.system(), command.toArray(String[]::new)));
    }
    // as Main does, so that what this takes is known, too
    System.exit(worst);
  }

  private static List<List<String>> check(String file, String mistake) {
    return List.of(
        List.of("--version"),
        List.of("check", mistake),
        List.of("check", file, "--network", "ResNet34"),
        List.of("check", file, "--format", "github"));
  }

  private static List<List<String>> front(String file, String mistake, Path folder) {
    String lock = folder.resolve("sample.lock").toString();
    return List.of(
        List.of("--help"),
        List.of("explain", "BB0301"),
        List.of("report", mistake),
        List.of("report", file, "--network", "ResNet34", "--depth", "2"),
        List.of("report", file, file, "--network", "ResNet18"),
        List.of("report", file, "--network", "ResNet18", "--format", "json"),
        List.of("lock", file, "-o", lock),
        List.of("lock", "--check", "-o", lock),
        List.of("breaking", file, "--against", folder.toString()),
        List.of("breaking", file, "--against", lock),
        List.of("diff", file + "#ResNet18", file + "#ResNet34"));
  }

  private static List<List<String>> back(String file, Path folder) {
    String jar = folder.resolve("sample.jar").toString();
    String sources = folder.resolve("sources").toString();
    List<String> compile = List.of("compile", file, "--network", "ResNet18");
    // where there is no SDK of TornadoVM, as on most machines that build: its sources, and no jar
    String none = folder.toString();
    return List.of(
        and(compile, "-o", jar),
        and(compile, "--target", "tornado", "--tornadovm", none, "--emit-sources", sources));
  }

  private static List<String> and(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }
}
