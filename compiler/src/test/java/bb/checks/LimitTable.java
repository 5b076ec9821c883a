package bb.checks;

import bb.types.Shape;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The limits of the language as the reference lists them: numbers are those of the code. */
final class LimitTable {
  /** What is limited, and the constant; another constant may stand in braces. */
  private record Row(String what, String constant) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "steps of one network: statements, iterations, values computed; a layer is"
                  + " {bb.model.Context.LAYER}",
              "bb.model.Context.MAX_STEPS"),
          new Row("steps of all networks of a file together", "bb.model.Budget.MAX_STEPS"),
          new Row("mistakes that are looked for in a file", "bb.model.Budget.MAX_REPORTS"),
          new Row("block calls inside block calls", "bb.model.Context.MAX_DEPTH"),
          new Row("layers of one network", "bb.model.Assembly.MAX_NODES"),
          new Row("variants of variants", "bb.model.Elaborator.MAX_VARIANTS"),
          new Row("rules of a kind in `checkpoint`", "bb.model.CheckpointClause.MAX_RULES"),
          new Row("values in a list, characters of a string", "bb.model.Context.MAX_ELEMENTS"),
          new Row("lists inside lists", "bb.model.Context.MAX_NESTING"),
          new Row("numbers in a list that a layer takes", "bb.model.Attributes.MAX_INTS"),
          new Row("layers of one `lstm`, `gru` or `rnn`", "bb.ops.Recurrent.MAX_LAYERS"),
          new Row("characters of the full name of a step", "bb.model.Context.MAX_NAME"),
          new Row("characters of any other name", "bb.syntax.Limits.NAME"),
          new Row("elements of a tensor", "bb.types.Shape.MAX_ELEMENTS"),
          new Row("dimensions of a tensor", "bb.types.Shape.MAX_RANK"),
          new Row("brackets inside brackets", "bb.syntax.Limits.NESTING"),
          new Row("operators of one expression", "bb.syntax.Limits.OPERATORS"),
          new Row("characters of a file", "bb.syntax.Limits.FILE_SIZE"),
          new Row("files that one imports, itself or through others", "bb.model.Modules.MAX_FILES"),
          new Row("characters of all of them together", "bb.model.Modules.MAX_CHARACTERS"));

  private static final Pattern IN_BRACES = Pattern.compile("\\{(.*?)}");

  private LimitTable() {}

  static String markdown() {
    return ROWS.stream()
        .map(row -> "| %s | %s |\n".formatted(what(row), text(value(row.constant))))
        .collect(Collectors.joining("", "| what | at most |\n| --- | --- |\n", ""));
  }

  /** The constants that a row shows. */
  static Set<String> constants() {
    return ROWS.stream().map(Row::constant).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String what(Row row) {
    Matcher other = IN_BRACES.matcher(row.what);
    return other.replaceAll(match -> text(value(match.group(1))));
  }

  private static String text(long number) {
    if (number == Shape.MAX_ELEMENTS) {
      return "2^" + Long.numberOfTrailingZeros(number);
    }
    return number > 1 << 19 && number % (1 << 20) == 0
        ? (number >> 20) + " Mi"
        : "%,d".formatted(number);
  }

  private static long value(String constant) {
    int dot = constant.lastIndexOf('.');
    try {
      var field =
          Class.forName(constant.substring(0, dot)).getDeclaredField(constant.substring(dot + 1));
      field.setAccessible(true);
      return ((Number) field.get(null)).longValue();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("there is no constant " + constant, e);
    }
  }
}
