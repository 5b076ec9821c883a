package bb.model;

import bb.syntax.Ast;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a network costs, by the names that assertions have for it. */
enum Measure {
  PARAMS,
  MACS,
  ACTIVATION_BYTES,
  WEIGHT_BYTES,
  PEAK_BYTES,
  RECEPTIVE_FIELD;

  /** {@code weight_bytes}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Stream.of(values()).map(Measure::word).toList();
  }

  /** Those that an expression names. */
  static Set<Measure> in(Ast.Expr expr) {
    Set<Measure> found = EnumSet.noneOf(Measure.class);
    Reads.of(expr).forEach(name -> find(name).ifPresent(found::add));
    return found;
  }

  private static Optional<Measure> find(String word) {
    return Stream.of(values()).filter(measure -> measure.word().equals(word)).findFirst();
  }
}
