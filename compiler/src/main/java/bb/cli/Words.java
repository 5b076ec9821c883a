package bb.cli;

import bb.backend.tornado.code.Precision;
import bb.diagnostics.Suggest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that is one of a few words; another one is an error with the nearest. */
abstract sealed class Words<E extends Enum<E>> implements ITypeConverter<E>
    permits Words.ReportFormat,
        Words.ExportFormat,
        Words.TextOrJson,
        Words.FindingsFormat,
        Words.LintNames,
        Words.ChangeClasses,
        Words.BreakingFormats,
        Words.DiffFormats,
        Words.Dumps,
        Words.Targets,
        Words.WeightTypes,
        Words.Precisions,
        Words.Shells {
  private final String noun;
  private final Class<E> type;

  private Words(String noun, Class<E> type) {
    this.noun = noun;
    this.type = type;
  }

  @Override
  public E convert(String word) {
    List<String> known = words();
    int found = known.indexOf(word.toLowerCase(Locale.ROOT));
    if (found >= 0) {
      return type.getEnumConstants()[found];
    }
    String nearest = Suggest.nearest(word, known).map("; did you mean `%s`?"::formatted).orElse("");
    throw new TypeConversionException(
        "there is no %s `%s`, only %s%s".formatted(noun, word, String.join(", ", known), nearest));
  }

  /** What may be given. */
  List<String> words() {
    return Stream.of(type.getEnumConstants()).map(Words::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static final class ReportFormat extends Words<bb.report.Renderer> {
    ReportFormat() {
      super("format", bb.report.Renderer.class);
    }
  }

  static final class WeightTypes extends Words<WeightType> {
    WeightTypes() {
      super("type of weights", WeightType.class);
    }
  }

  /** The types that weights in a jar can have. */
  enum WeightType {
    BF16(bb.runtime.io.Narrowing.BF16),
    F16(bb.runtime.io.Narrowing.F16);

    private final bb.runtime.io.Narrowing narrowing;

    WeightType(bb.runtime.io.Narrowing narrowing) {
      this.narrowing = narrowing;
    }

    bb.runtime.io.Narrowing narrowing() {
      return narrowing;
    }
  }

  static final class ExportFormat extends Words<Export> {
    ExportFormat() {
      super("format", Export.class);
    }
  }

  static final class FindingsFormat extends Words<bb.diagnostics.format.Format> {
    FindingsFormat() {
      super("format", bb.diagnostics.format.Format.class);
    }
  }

  static final class LintNames extends Words<bb.lint.Lint> {
    LintNames() {
      super("lint", bb.lint.Lint.class);
    }
  }

  static final class ChangeClasses extends Words<bb.review.ChangeClass> {
    ChangeClasses() {
      super("class of changes", bb.review.ChangeClass.class);
    }
  }

  static final class BreakingFormats extends Words<BreakingFormat> {
    BreakingFormats() {
      super("format", BreakingFormat.class);
    }
  }

  /** How changes of several networks are printed: as findings, or as a page. */
  enum BreakingFormat {
    TEXT(bb.diagnostics.format.Format.TEXT),
    JSON(bb.diagnostics.format.Format.JSON),
    SARIF(bb.diagnostics.format.Format.SARIF),
    JUNIT(bb.diagnostics.format.Format.JUNIT),
    GITHUB(bb.diagnostics.format.Format.GITHUB),
    GITLAB(bb.diagnostics.format.Format.GITLAB),
    HTML(bb.diagnostics.format.Format.TEXT);

    private final bb.diagnostics.format.Format findings;

    BreakingFormat(bb.diagnostics.format.Format findings) {
      this.findings = findings;
    }

    /** How what fails is printed. */
    bb.diagnostics.format.Format findings() {
      return findings;
    }
  }

  static final class DiffFormats extends Words<DiffFormat> {
    DiffFormats() {
      super("format", DiffFormat.class);
    }
  }

  /** How a difference is printed. */
  enum DiffFormat {
    TEXT,
    MARKDOWN,
    JSON,
    HTML
  }

  /** The formats of other engines. */
  enum Export {
    ONNX,
    PYTORCH
  }

  static final class TextOrJson extends Words<Format> {
    TextOrJson() {
      super("format", Format.class);
    }
  }

  /** The formats of the commands that answer for people or for programs. */
  enum Format {
    TEXT,
    JSON
  }

  static final class Dumps extends Words<Dump> {
    Dumps() {
      super("stage", Dump.class);
    }
  }

  /** What of a compilation can be printed. */
  enum Dump {
    PROGRAM,
    PLAN
  }

  static final class Targets extends Words<Target> {
    Targets() {
      super("target", Target.class);
    }
  }

  /** What a jar is to run on. */
  enum Target {
    CPU,
    TORNADO
  }

  static final class Precisions extends Words<Precision> {
    Precisions() {
      super("precision", Precision.class);
    }
  }

  /** For which there are completions. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  static final class Shells extends Words<Shell> {
    Shells() {
      super("shell", Shell.class);
    }
  }
}
