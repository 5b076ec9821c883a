package bb.diagnostics;

import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what the phases find. The only mutable object that is passed from phase to phase. A
 * second diagnostic of the same code at the same place is dropped: a block that is used ten times
 * is wrong once. Warnings that the source allows where they stand are dropped, and those that the
 * command line denies count as errors. Beyond {@link #MOST} of a severity nothing is kept.
 */
public final class Problems {
  /** What is kept of each severity, at the most: nobody reads more. */
  static final int MOST = 1_000;

  private final Set<Code> denied;
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
  private final List<Diagnostic> found = new ArrayList<>();
  private final Set<Place> places = new HashSet<>();
  private final Set<Place> allowed = new HashSet<>();

  private record Place(Code code, Span span) {}

  public Problems() {
    this(Set.of());
  }

  /**
   * @param denied the warnings that count as errors
   */
  public Problems(Set<Code> denied) {
    this.denied = Set.copyOf(denied);
  }

  /** Says that a warning is meant wherever it begins in {@code span}. */
  public void allow(Code warning, Span span) {
    allowed.add(new Place(warning, span));
  }

  public void add(Diagnostic diagnostic) {
    boolean isNew =
        diagnostic.primary().isEmpty()
            || places.add(new Place(diagnostic.code(), diagnostic.primary().get().span()));
    if (isNew && !isFull(diagnostic.severity()) && !isAllowed(diagnostic)) {
      counts.merge(diagnostic.severity(), 1, Integer::sum);
      found.add(denied.contains(diagnostic.code()) ? diagnostic.denied() : diagnostic);
    }
  }

  private boolean isFull(Severity severity) {
    return counts.getOrDefault(severity, 0) >= MOST;
  }

  private boolean isAllowed(Diagnostic diagnostic) {
    return diagnostic.primary().stream()
        .map(Diagnostic.Label::span)
        .anyMatch(at ->
            allowed.stream().anyMatch(a -> a.code() == diagnostic.code() && begins(at, a.span())));
  }

  private static boolean begins(Span span, Span in) {
    return span.file().equals(in.file()) && span.start() >= in.start() && span.start() < in.end();
  }

  /** Whether there is more than warnings, so that what depends on it is not done. */
  public boolean hasErrors() {
    return found.stream().anyMatch(d -> d.severity() != Severity.WARNING);
  }

  public int count() {
    return found.size();
  }

  /**
   * In the order of the source; those without a place come first. Of a file with errors there are
   * no warnings: it is not finished, so what looks unused may be what is missing.
   */
  public List<Diagnostic> sorted() {
    Set<SourceFile> wrong = new HashSet<>();
    found.stream()
        .filter(d -> d.code().severity() == Severity.ERROR)
        .forEach(d -> d.primary().ifPresent(label -> wrong.add(label.span().file())));
    List<Diagnostic> list = new ArrayList<>(found);
    list.removeIf(d ->
        d.code().severity() == Severity.WARNING
            && d.primary().filter(label -> wrong.contains(label.span().file())).isPresent());
    list.sort(
        Comparator.comparing(
                (Diagnostic d) -> d.primary().map(l -> l.span().file().path()).orElse(""))
            .thenComparing(d -> d.primary().map(l -> l.span().start()).orElse(-1)));
    return List.copyOf(list);
  }
}
