package bb.foreign;

import bb.foreign.Foreign.Advice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table of other languages' words for values, which are compared as they are. */
public final class ForeignNames {
  private static final Map<String, Advice> TABLE = table();

  private ForeignNames() {}

  public static Optional<Advice> find(String word) {
    return Optional.ofNullable(TABLE.get(word));
  }

  private static Map<String, Advice> table() {
    Map<String, Advice> table = new HashMap<>();
    add(
        table,
        "there is no value for nothing: an argument that is not given has its default",
        "leave the argument out",
        "None null nil undefined NULL nullptr");
    add(
        table,
        "a network has no object: what flows is `it`, and other tensors have names by `as`",
        "write the layers in the order in which they are applied",
        "self this super cls");
    add(
        table,
        "there are no modules: layers have bare names, such as `conv`, `bn` and `relu`",
        "leave the module's name out",
        "nn torch tf keras layers F functional np numpy jnp jax flax einops torchvision timm");
    add(
        table,
        "numbers are written out",
        "write 3.141592653589793, or 1e9 for something large",
        "pi inf nan math");
    return Map.copyOf(table);
  }

  private static void add(Map<String, Advice> table, String why, String help, String words) {
    for (String word : words.split(" ")) {
      table.put(word, new Advice(why, help));
    }
  }
}
