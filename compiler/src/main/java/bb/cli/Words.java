package bb.cli;

import bb.diagnostics.Suggest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that is one of a few words; another one is an error with the nearest. */
abstract sealed class Words<E extends Enum<E>> implements ITypeConverter<E>
    permits Words.ReportFormat, Words.ExportFormat, Words.TextOrJson {
  private final Class<E> type;

  private Words(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String word) {
    List<String> known = Stream.of(type.getEnumConstants()).map(Words::word).toList();
    int found = known.indexOf(word);
    if (found >= 0) {
      return type.getEnumConstants()[found];
    }
    String nearest = Suggest.nearest(word, known).map("; did you mean `%s`?"::formatted).orElse("");
    throw new TypeConversionException(
        "there is no format `%s`, only %s%s".formatted(word, String.join(", ", known), nearest));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static final class ReportFormat extends Words<bb.report.Renderer> {
    ReportFormat() {
      super(bb.report.Renderer.class);
    }
  }

  static final class ExportFormat extends Words<Export> {
    ExportFormat() {
      super(Export.class);
    }
  }

  /** The formats of other engines. */
  enum Export {
    ONNX
  }

  static final class TextOrJson extends Words<Format> {
    TextOrJson() {
      super(Format.class);
    }
  }

  /** The formats of the commands that answer for people or for programs. */
  enum Format {
    TEXT,
    JSON
  }
}
