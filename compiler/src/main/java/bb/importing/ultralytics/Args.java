package bb.importing.ultralytics;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.read.Refusal;
import bb.importing.ultralytics.Table.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The arguments of a module, by their places: numbers and words as Python reads them. */
record Args(Row row, Table table) {
  private Optional<Yaml> at(int place) {
    return place < row.args().size() ? Optional.of(row.args().get(place)) : Optional.empty();
  }

  private Optional<String> text(int place) {
    return at(place)
        .filter(arg -> arg instanceof Yaml.Scalar scalar && !scalar.text().equals("None"))
        .map(arg -> ((Yaml.Scalar) arg).text());
  }

  long whole(int place, long otherwise) {
    if (at(place).isPresent() && text(place).isEmpty() && at(place).get() instanceof Yaml.Scalar) {
      return otherwise; // None
    }
    return at(place).isPresent() ? whole(place) : otherwise;
  }

  /** A number of pixels or channels, or the number of classes. */
  long whole(int place) {
    String text =
        text(place)
            .orElseThrow(() -> unfit("`%s` lacks argument %d".formatted(row.module(), place)));
    if (text.equals("nc")) {
      return table.classes();
    }
    if (!text.matches("\\d{1,7}")) {
      throw unfit("expected a whole number, found `%s`".formatted(text));
    }
    return Long.parseLong(text);
  }

  double number(int place, double otherwise) {
    Optional<String> text = text(place);
    if (text.isPresent() && !text.get().matches("\\d{1,7}(\\.\\d{0,9})?|\\.\\d{1,9}")) {
      throw unfit("expected a number, found `%s`".formatted(text.get()));
    }
    return text.map(Double::parseDouble).orElse(otherwise);
  }

  boolean flag(int place, boolean otherwise) {
    return switch (text(place).map(t -> t.toLowerCase(Locale.ROOT)).orElse("")) {
      case "true" -> true;
      case "false" -> false;
      case "" -> otherwise;
      default -> throw unfit("expected True or False, found `%s`".formatted(text(place).get()));
    };
  }

  String word(int place, String otherwise) {
    return text(place).orElse(otherwise);
  }

  List<Long> numbers(int place, List<Long> otherwise) {
    if (!(at(place).orElse(null) instanceof Yaml.Sequence list)) {
      return otherwise;
    }
    return list.items().stream().map(n -> Table.whole(n, 0, 1_000)).toList();
  }

  Refusal unfit(String label) {
    return new Refusal(
        Diagnostic.at(
            Code.BB0904,
            row.span(),
            "`%s` cannot be read with these arguments".formatted(row.module()),
            label));
  }
}
