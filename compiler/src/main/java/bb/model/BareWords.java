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
              Stream.of("same", "nearest", "bilinear", "bicubic"))
          .collect(Collectors.toUnmodifiableSet());

  private BareWords() {}

  static boolean contains(String name) {
    return ALL.contains(name);
  }
}
