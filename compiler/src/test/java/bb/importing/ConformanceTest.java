package bb.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.importing.ConformanceCase.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * ONNX's own conformance data, which {@code src/test/python/onnx_conformance.py} packs: the table
 * in docs/onnx.md is what becomes of it; {@code -Dapprove=true} rewrites it.
 */
final class ConformanceTest {
  private static final Path DATA = Path.of("src/test/resources/importing/conformance.zip");
  private static final Path FILE = Path.of("../docs/onnx.md");
  private static final String BEGIN = "<!-- generated from ONNX's conformance data: begin -->\n";
  private static final String END = "<!-- generated from ONNX's conformance data: end -->\n";

  /** What became of the cases of one operator. */
  private static final class Row {
    private int passed;
    private int refused;
    private final List<String> failing = new ArrayList<>();

    void add(String name, Outcome outcome) {
      switch (outcome) {
        case Outcome.Passed() -> passed++;
        case Outcome.Refused _ -> refused++;
        case Outcome.Failed(var why) -> failing.add("`" + name + "`: " + why);
      }
    }

    String cells() {
      return "%d | %d | %d".formatted(passed, refused, failing.size());
    }
  }

  @Test
  void theTableIsWhatBecomesOfTheData() throws IOException {
    String text = Files.readString(FILE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    String current = text.substring(0, begin) + table() + text.substring(text.indexOf(END));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(FILE, current);
      return;
    }
    assertEquals(text, current, "mvn -pl compiler -am test -Dtest=ConformanceTest -Dapprove=true");
  }

  private static String table() throws IOException {
    Map<String, Row> operators = new TreeMap<>();
    Map<String, Row> kinds = new TreeMap<>();
    try (ZipFile zip = new ZipFile(DATA.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        ConformanceCase test = ConformanceCase.read(entry.getName(), zip.getInputStream(entry));
        String subject = test.subject();
        boolean operator = Character.isUpperCase(subject.charAt(0));
        Outcome outcome = test.outcome();
        (operator ? operators : kinds)
            .computeIfAbsent(subject, _ -> new Row())
            .add(entry.getName().replaceFirst(".*/", ""), outcome);
      }
    }
    Row all = new Row();
    operators
        .values()
        .forEach(row -> {
          all.passed += row.passed;
          all.refused += row.refused;
          all.failing.addAll(row.failing);
        });
    kinds.put("operators, one by one", all);
    String without =
        operators.entrySet().stream()
            .filter(e -> e.getValue().passed == 0 && e.getValue().failing.isEmpty())
            .map(e -> "`" + e.getKey() + "`")
            .collect(Collectors.joining(", "));
    operators.values().removeIf(row -> row.passed == 0 && row.failing.isEmpty());
    List<String> failing = new ArrayList<>();
    operators.values().forEach(row -> failing.addAll(row.failing));
    kinds.entrySet().stream()
        .filter(e -> e.getValue() != all)
        .forEach(e -> failing.addAll(e.getValue().failing));
    return rows("cases", kinds)
        + rows("operator", operators)
        + "\nAll cases of these are refused: "
        + without
        + ".\n"
        + (failing.isEmpty() ? "" : "\nFailing:\n\n")
        + failing.stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
  }

  private static String rows(String head, Map<String, Row> rows) {
    return "\n| %s | passed | refused | failing |\n| --- | --- | --- | --- |\n".formatted(head)
        + rows.entrySet().stream()
            .map(e -> "| %s | %s |\n".formatted(e.getKey(), e.getValue().cells()))
            .collect(Collectors.joining());
  }
}
