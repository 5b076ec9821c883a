package bb.model;

import bb.kernel.Numbers;
import bb.model.Term.BoolTerm;
import bb.model.Term.FloatTerm;
import bb.model.Term.IntTerm;
import bb.syntax.Ast;
import bb.types.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of the constants of a file's networks: what a constant computed is kept for whenever
 * what it reads has the same values again, in another call or another network.
 */
final class Tables {
  private final Map<Key, Numbers> known = new HashMap<>();

  /**
   * What numbers depend on: the rule, and all that it reads from around it. What stands outside of
   * bodies is the same for the whole file.
   *
   * @param place where the statement stands, as statements that read the same are not the same
   */
  private record Key(Same place, TensorType type, List<Optional<Object>> reads) {}

  /** Something that is equal to itself only: comparing what it holds may take long. */
  private record Same(Object thing) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Same(var same) && same == thing;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(thing);
    }
  }

  Optional<Numbers> find(Ast.Const constant, TensorType type, Evaluator.Place place) {
    return Optional.ofNullable(known.get(key(constant, type, place)));
  }

  void keep(Ast.Const constant, TensorType type, Evaluator.Place place, Numbers numbers) {
    known.put(key(constant, type, place), numbers);
  }

  private static Key key(Ast.Const constant, TensorType type, Evaluator.Place place) {
    List<String> indices = constant.indices().stream().map(Ast.Name::text).toList();
    List<Optional<Object>> reads =
        Reads.of(constant.value()).stream()
            .filter(name -> !indices.contains(name))
            .map(name -> name.equals("it") ? Optional.of(place.flow()) : place.names().find(name))
            .map(term -> term.map(Tables::comparable))
            .toList();
    return new Key(new Same(constant), type, reads);
  }

  private static Object comparable(Term term) {
    return switch (term) {
      case IntTerm _, FloatTerm _, BoolTerm _ -> term;
      default -> new Same(term);
    };
  }
}
