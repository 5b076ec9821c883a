package bb.ops;

import java.util.List;
import java.util.Optional;

/** Every layer of the language, one line each. */
public final class Operators {
  public static final List<OpSpec> ALL = List.of();

  private Operators() {}

  public static Optional<OpSpec> find(String name) {
    return ALL.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }
}
