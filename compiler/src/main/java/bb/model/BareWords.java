package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Suggest;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.syntax.Ast;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bare names that may stand for themselves as arguments: {@code padding: same}. */
final class BareWords {
  private static final Set<String> ALL =
      Stream.concat(
              Operators.ALL.stream()
                  .flatMap(spec -> spec.attributes().stream())
                  .flatMap(BareWords::words),
              Stream.of("nearest", "bilinear", "bicubic", "rgb", "bgr"))
          .collect(Collectors.toUnmodifiableSet());

  private BareWords() {}

  private static Stream<String> words(Attribute attribute) {
    return switch (attribute.type()) {
      case Attribute.Type.Choice(var words) -> words.stream();
      case Attribute.Type.Padding _ -> Stream.of("same");
      default -> Stream.empty();
    };
  }

  /** The name of a layer does so only where the argument takes it as a word. */
  static boolean contains(String argument, String name) {
    return ALL.contains(name)
        && (Operators.find(name).isEmpty()
            || named(Operators.ALL.stream(), argument).anyMatch(name::equals));
  }

  private static Stream<String> named(Stream<OpSpec> specs, String argument) {
    return specs
        .flatMap(spec -> spec.attributes().stream())
        .filter(attribute -> attribute.name().equals(argument))
        .flatMap(BareWords::words);
  }

  /** What is said of a name that means nothing where a layer takes words. */
  static Optional<Diagnostic> unknown(Ast.Name callee, Ast.Name argument, Ast.Name value) {
    Set<String> words =
        named(Operators.find(callee.text()).stream(), argument.text())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0201,
                value.span(),
                "nothing is called `%s` here".formatted(value.text()),
                "no word of `%s`".formatted(argument.text()))
            .note(
                "the words that `%s` of `%s` takes: %s"
                    .formatted(argument.text(), callee.text(), NameProblems.list(words)));
    if (words.equals(Set.of("same")) && value.text().equalsIgnoreCase("valid")) {
      return Optional.of(problem.help(Help.replace("without padding is `0`", value.span(), "0")));
    }
    return Optional.of(
        Suggest.nearest(value.text(), List.copyOf(words))
            .map(near ->
                problem.help(
                    Help.replace("did you mean `%s`?".formatted(near), value.span(), near)))
            .orElse(problem));
  }
}
