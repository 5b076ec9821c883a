package bb.diagnostics;

import bb.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what the phases find. The only mutable object that is passed from phase to phase. A
 * second diagnostic of the same code at the same place is dropped: a block that is used ten times
 * is wrong once.
 */
public final class Problems {
  private final List<Diagnostic> found = new ArrayList<>();
  private final Set<Place> places = new HashSet<>();

  private record Place(Code code, Span span) {}

  public void add(Diagnostic diagnostic) {
    boolean isNew =
        diagnostic.primary().isEmpty()
            || places.add(new Place(diagnostic.code(), diagnostic.primary().get().span()));
    if (isNew) {
      found.add(diagnostic);
    }
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
