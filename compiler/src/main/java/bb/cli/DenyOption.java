package bb.cli;

import bb.diagnostics.Code;
import bb.diagnostics.Problems;
import bb.diagnostics.Suggest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --deny}, which all commands that read source have. */
final class DenyOption {
  /** Stands for all warnings. */
  private static final String ALL = "warnings";

  @Option(
      names = "--deny",
      paramLabel = "WARNING",
      split = ",",
      hideParamSyntax = true,
      converter = Warnings.class,
      description =
          "Make this warning an error, by its name or code; warnings stands for all of them.")
  private List<Denied> denied = new ArrayList<>();

  /** A collector in which the denied warnings are errors. */
  Problems problems() {
    Set<Code> all = new HashSet<>();
    denied.forEach(d -> all.addAll(d.codes()));
    return new Problems(all);
  }

  /** What one word stands for. */
  record Denied(Set<Code> codes) {
    Denied {
      codes = Set.copyOf(codes);
    }
  }

  static final class Warnings implements ITypeConverter<Denied> {
    @Override
    public Denied convert(String text) {
      if (text.equals(ALL)) {
        return new Denied(Set.copyOf(Code.warnings()));
      }
      return Code.find(text)
          .filter(code -> code.warning().isPresent())
          .map(code -> new Denied(Set.of(code)))
          .orElseThrow(() -> new TypeConversionException(unknown(text)));
    }

    private static String unknown(String text) {
      List<String> known = new ArrayList<>(List.of(ALL));
      Code.warnings().forEach(code -> known.add(code.shortest()));
      return Suggest.nearest(text, known)
          .map(near -> "there is no warning `%s`; did you mean `%s`?".formatted(text, near))
          .orElse("there is no warning `%s`, only %s".formatted(text, String.join(", ", known)));
    }
  }
}
