package bb.diagnostics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what the phases find. The only mutable object that is passed from phase to phase. A
 * diagnostic equal to an earlier one is dropped: a block that is used ten times is wrong once.
 */
public final class Problems {
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  public void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public int count() {
    return found.size();
  }

  /** In the order of the source; those without a place come first. */
  public List<Diagnostic> sorted() {
    List<Diagnostic> list = new ArrayList<>(found);
    list.sort(
        Comparator.comparing(
                (Diagnostic d) -> d.primary().map(l -> l.span().file().path()).orElse(""))
            .thenComparing(d -> d.primary().map(l -> l.span().start()).orElse(-1)));
    return List.copyOf(list);
  }
}
