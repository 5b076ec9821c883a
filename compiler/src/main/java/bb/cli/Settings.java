package bb.cli;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An option {@code --set} with the values that it stands for. Commas that stand in no brackets and
 * no quotes divide values, so that {@code depths=[3, 4],[2, 2]} is two lists; {@code
 * size=128..320..32} is the numbers from 128 to 320, in steps of 32. Neither is an expression of
 * the language, so that what means one value without a sweep means it in one.
 *
 * @param values as they are written; one if it is no sweep
 */
record Settings(String name, List<String> values) {
  /** Combinations of one command, at the most. */
  static final int MOST = 1_000;

  private static final Pattern STEPS =
      Pattern.compile(
          "\\s*(-?[\\d.]*\\d)\\s*\\.\\.\\s*(-?[\\d.]*\\d)\\s*\\.\\.\\s*(-?[\\d.]*\\d)\\s*");

  Settings {
    values = List.copyOf(values);
  }

  boolean isSweep() {
    return values.size() > 1;
  }

  /** Reads an option; what is wrong with its steps is in the problems. */
  static Settings read(String text, Problems problems) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      // whoever reads the setting says what is wrong with it
      return new Settings(text, List.of(""));
    }
    List<String> values = new ArrayList<>();
    for (String part : parts(text.substring(equals + 1))) {
      Matcher steps = STEPS.matcher(part);
      if (steps.matches()) {
        values.addAll(steps(text, steps, problems));
      } else {
        values.add(part.strip());
      }
    }
    return new Settings(text.substring(0, equals).strip(), values);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted ^= i == 0 || text.charAt(i - 1) != '\\';
      } else if (!quoted && (c == '[' || c == '(' || c == '{')) {
        depth++;
      } else if (!quoted && (c == ']' || c == ')' || c == '}')) {
        depth--;
      } else if (!quoted && depth == 0 && c == ',') {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static List<String> steps(String text, Matcher written, Problems problems) {
    List<String> values = new ArrayList<>();
    try {
      BigDecimal from = new BigDecimal(written.group(1));
      BigDecimal to = new BigDecimal(written.group(2));
      BigDecimal step = new BigDecimal(written.group(3));
      boolean ends = step.signum() != 0 && to.subtract(from).signum() * step.signum() >= 0;
      if (!ends
          || to.subtract(from).divideToIntegralValue(step).compareTo(BigDecimal.valueOf(MOST))
              >= 0) {
        problems.add(
            unfit(
                text,
                ends
                    ? "more than %d values".formatted(MOST)
                    : "the step does not lead from the first to the last"));
        return List.of(written.group(1));
      }
      int toward = step.signum();
      for (BigDecimal value = from; value.compareTo(to) * toward <= 0; value = value.add(step)) {
        values.add(value.toPlainString());
      }
    } catch (ArithmeticException | NumberFormatException _) {
      problems.add(unfit(text, "these are no three numbers"));
      values.add(written.group(1));
    }
    return values;
  }

  private static Diagnostic unfit(String text, String label) {
    SourceFile file = new SourceFile("--set", text);
    return Diagnostic.at(
            Code.BB0709, file.span(0, text.length()), "these values cannot be swept over", label)
        .help("write the first, the last and the step: `--set size=128..320..32`");
  }

  /** Each value of each option with each of the others, the last changing first. */
  static List<List<String>> combinations(List<Settings> settings) {
    List<List<String>> all = List.of(List.of());
    for (Settings setting : settings) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> before : all) {
        for (String value : setting.values()) {
          List<String> with = new ArrayList<>(before);
          with.add(value);
          longer.add(with);
        }
      }
      all = longer;
    }
    return all;
  }

  /** How many there would be. */
  static long count(List<Settings> settings) {
    long count = 1;
    for (Settings setting : settings) {
      count = Math.min(count * setting.values().size(), Integer.MAX_VALUE);
    }
    return count;
  }
}
