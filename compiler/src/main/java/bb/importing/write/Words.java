package bb.importing.write;

import bb.ops.Operators;
import bb.syntax.Keywords;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What means something in a body already; whatever is named there gets a word of its own. */
final class Words {
  /** What means something in a source and is neither a keyword nor a layer. */
  private static final Set<String> BUILT_IN = Set.of("it", "inf", "split", "params", "macs");

  private final Set<String> taken;

  private Words(Collection<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  static Words without(Collection<String> taken) {
    return new Words(taken);
  }

  static Words all() {
    return without(List.of());
  }

  /** A word like the wanted one, which nobody else gets. */
  String fresh(String wanted) {
    boolean word =
        BUILT_IN.contains(wanted)
            || Keywords.isKeyword(wanted)
            || Operators.find(wanted).isPresent();
    String base = word ? wanted + "_" : wanted;
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }
}
