package bb.checks;

import bb.diagnostics.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was printed with a code: the approved texts of all modules, which tests compare with what
 * the product says. Names, numbers and devices are left out of the lines, so that a page can tell a
 * story of its own.
 */
record Printed(Set<String> lines) {
  private static final Pattern FIRST = Pattern.compile("(?:error|warning)\\[(\\w+)]: .*");

  static Printed with(Code code) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String suffix : List.of(".txt", ".transcript")) {
      for (Path file : Repository.sources(suffix)) {
        if (file.toString().contains("/src/test/resources/")) {
          in(Files.readString(file), code).forEach(line -> found.add(outline(line)));
        }
      }
    }
    return new Printed(found);
  }

  /** The lines of the messages with that code. */
  static List<String> in(String text, Code code) {
    List<String> found = new ArrayList<>();
    boolean inside = false;
    for (String line : text.lines().toList()) {
      Matcher first = FIRST.matcher(line);
      inside = first.matches() ? first.group(1).equals(code.name()) : inside && isPart(line);
      if (inside) {
        found.add(line);
      }
    }
    return found;
  }

  private static boolean isPart(String line) {
    return line.startsWith("  ") && !line.contains("for more: bbc explain");
  }

  boolean holds(String line) {
    return lines.contains(outline(line));
  }

  private static String outline(String line) {
    return line.replaceAll("`[^`]*`", "`…`")
        .replaceAll("TornadoVM said: .*", "TornadoVM said: …")
        .replaceAll("([^ :]+ )?[^ :]+ \\((OpenCL|CUDA|PTX)\\)", "DEVICE")
        .replaceAll("/[\\w/.-]+", "PATH")
        .replaceAll("\\[[\\d, ]*]", "[N]")
        .replaceAll("\\d[\\d.,]*( [KMG]iB)?", "N")
        .replaceAll("tensors", "tensor");
  }
}
