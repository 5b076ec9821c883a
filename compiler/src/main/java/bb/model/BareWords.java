package bb.model;

import bb.ops.Attribute;
import bb.ops.Operators;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bare names that may stand for themselves as arguments: {@code padding: same}. */
final class BareWords {
  private static final Set<String> ALL =
      Stream.concat(
              Operators.ALL.stream()
                  .flatMap(spec -> spec.attributes().stream())
                  .map(Attribute::type)
                  .flatMap(type ->
                      type instanceof Attribute.Type.Choice(var words)
                          ? words.stream()
                          : Stream.empty()),
              Stream.of("same", "nearest", "bilinear", "bicubic", "rgb", "bgr"))
          .collect(Collectors.toUnmodifiableSet());

  private BareWords() {}

  /** The name of a layer does so only where the argument takes it as a word. */
  static boolean contains(String argument, String name) {
    return ALL.contains(name)
        && (Operators.find(name).isEmpty()
            || Operators.ALL.stream()
                .flatMap(spec -> spec.attributes().stream())
                .anyMatch(a ->
                    a.name().equals(argument)
                        && a.type() instanceof Attribute.Type.Choice(var words)
                        && words.contains(name)));
  }
}
