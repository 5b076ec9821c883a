package bb.syntax;

import bb.source.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code input x: [3 × 32 × 32]}: axes as people write them on paper. */
final class AxesByProduct {
  /** A shape of numbers and names behind the name of an input or of another tensor. */
  private static final Pattern SHAPE =
      Pattern.compile(":\\s*(?:float32|int32|bool)?\\s*\\[([\\w.\\s]+(?:×[\\w.\\s]+)+)]");

  private AxesByProduct() {}

  /** What is in the brackets around the sign. */
  static Optional<Span> around(Span sign) {
    String line = sign.file().lineText(sign.line());
    int start = sign.start() - sign.column() + 1;
    Matcher shapes = SHAPE.matcher(line);
    while (shapes.find()) {
      if (shapes.start(1) <= sign.start() - start && sign.start() - start < shapes.end(1)) {
        return Optional.of(sign.file().span(start + shapes.start(1), start + shapes.end(1)));
      }
    }
    return Optional.empty();
  }

  static String separated(Span axes) {
    return axes.text().strip().replaceAll("\\s*×\\s*", ", ");
  }
}
