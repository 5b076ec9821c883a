package bb.model;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What elaboration carries along besides the graph: where it is (the chain of block calls and
 * repeats, which every diagnostic ends with), how much it may still do, and where to report.
 */
final class Context {
  /**
   * Steps of work for one network, at the most: statements, iterations, values computed, elements
   * copied. A layer is {@link #LAYER} of them, for what later stages do with it.
   */
  static final int MAX_STEPS = 6_000_000;

  static final int LAYER = 32;

  /** Block calls inside block calls, at the most. */
  static final int MAX_DEPTH = 128;

  /** Values in a list and characters of a string, at the most. */
  static final int MAX_ELEMENTS = 100_000;

  /** Lists inside lists, at the most. */
  static final int MAX_NESTING = 100;

  /** Characters of the full name of a step, at the most. */
  static final int MAX_NAME = 1_000;

  private final Problems problems;
  private final Set<Span> unresolved;
  private final SourceFile library;
  private final Budget budget;
  private final Tables tables;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private Optional<Ast.Name> table = Optional.empty();
  private int depth;
  private long steps;
  private boolean stopped;
  private boolean sound = true;

  /**
   * @param unresolved where names stand that mean nothing, which has been reported
   * @param library the standard library: what is wrong there was caused by who called it
   * @param budget what the networks of the file may still take together
   * @param tables the constants that they computed
   */
  Context(
      Problems problems, Set<Span> unresolved, SourceFile library, Budget budget, Tables tables) {
    this.problems = problems;
    this.budget = budget;
    this.tables = tables;
    this.stopped = budget.isSpent();
    this.unresolved = unresolved;
    this.library = library;
  }

  /** A part of the chain of calls, and where the call stands if it is one. */
  private record Frame(Supplier<String> text, Optional<Span> call) {}

  boolean isUnresolved(Ast.Name name) {
    return isUnresolved(name.span());
  }

  /** Whether the name at that place was reported. */
  boolean isUnresolved(Span name) {
    boolean reported = unresolved.contains(name);
    sound &= !reported;
    return reported;
  }

  /** Whether a place is in the standard library, which no reader can change. */
  boolean isLibrary(Span span) {
    return span.file().equals(library);
  }

  Tables tables() {
    return tables;
  }

  /** Remembers whose numbers are computed, a step or more for each, or that none are. */
  void computing(Optional<Ast.Name> constant) {
    table = constant;
  }

  /** Whether nothing that is wrong was met so far, warnings apart. */
  boolean isSound() {
    return sound && !stopped;
  }

  void report(Diagnostic diagnostic) {
    stopped |= !budget.report();
    sound &= diagnostic.severity() == Severity.WARNING;
    problems.add(
        chained(diagnostic.primary().map(p -> atCaller(diagnostic, p)).orElse(diagnostic)));
  }

  /** Moves what stands in the library to the call that led there. */
  private Diagnostic atCaller(Diagnostic diagnostic, Label primary) {
    if (!isLibrary(primary.span())) {
      return diagnostic;
    }
    return frames.stream()
        .flatMap(frame -> frame.call().stream())
        .filter(call -> !call.file().equals(library))
        .findFirst()
        .map(call -> diagnostic.at(new Label(call, "in this call")).with(primary))
        .orElse(diagnostic);
  }

  private Diagnostic chained(Diagnostic diagnostic) {
    if (frames.isEmpty()) {
      return diagnostic;
    }
    StringBuilder chain = new StringBuilder();
    int shown = 0;
    Iterator<String> it = frames.stream().map(f -> f.text().get()).iterator();
    String frame = it.next();
    while (frame != null && shown++ < 8) {
      int times = 1;
      String next = it.hasNext() ? it.next() : null;
      while (frame.equals(next)) {
        times++;
        next = it.hasNext() ? it.next() : null;
      }
      chain.append(chain.isEmpty() ? "in " : "\nin ").append(frame);
      chain.append(times == 1 ? "" : " (%d times)".formatted(times));
      frame = next;
    }
    chain.append(frame == null ? "" : "\n…");
    return diagnostic.note(chain.toString());
  }

  /** Enters a repeat iteration or the like, for the chain only. */
  void push(Supplier<String> frame) {
    frames.push(new Frame(frame, Optional.empty()));
  }

  void pop() {
    frames.pop();
  }

  /** Enters a block call; false if calls are nested too deeply, which it reports. */
  boolean enter(Supplier<String> frame, String block, Span call) {
    if (depth >= MAX_DEPTH) {
      stop(LimitProblems.tooDeep(call, block, MAX_DEPTH));
    }
    depth++;
    frames.push(new Frame(frame, Optional.of(call)));
    return !stopped;
  }

  void leave() {
    depth--;
    pop();
  }

  /** Counts a step; false if there have been too many, which it reports once. */
  boolean step(Span span) {
    return charge(1, span);
  }

  /** Counts work on {@code amount} values; false if there has been too much. */
  boolean charge(long amount, Span span) {
    if (stopped) {
      return false;
    }
    steps += amount;
    boolean withinFile = budget.take(amount);
    if (steps > MAX_STEPS) {
      stop(LimitProblems.tooManySteps(span, table, MAX_STEPS));
    } else if (!withinFile) {
      stop(LimitProblems.tooManyStepsInFile(span, Budget.MAX_STEPS));
    }
    return !stopped;
  }

  /** Counts the making of a value; unknown after reporting that it is too large to keep. */
  Term keep(Term value, Span span) {
    return switch (value) {
      case Term.ListTerm(var elements) -> keep(value, elements, span);
      case Term.TupleTerm(var elements) -> keep(value, elements, span);
      default -> charge(value.weight(), span) ? value : Term.UNKNOWN;
    };
  }

  private Term keep(Term list, Elements elements, Span span) {
    boolean heavy = elements.weight() > MAX_ELEMENTS;
    boolean fits = !heavy && elements.depth() <= MAX_NESTING;
    if (!charge(elements.size(), span)) {
      return Term.UNKNOWN;
    }
    if (!fits && !elements.areUnknown()) {
      report(
          heavy
              ? LimitProblems.valueTooLarge(span, "this list", MAX_ELEMENTS)
              : LimitProblems.valueTooDeep(span, MAX_NESTING));
    }
    return fits ? list : Term.UNKNOWN;
  }

  /**
   * Counts a step's full name, each part of which may become a row of a report; false after
   * reporting that it is too long.
   */
  boolean name(String path, Span span) {
    if (path.length() > MAX_NAME) {
      stop(LimitProblems.nameTooLong(span, path, MAX_NAME));
      return false;
    }
    long parts = 1 + path.chars().filter(c -> c == '.').count();
    return charge(path.length() / Term.CHARACTERS + parts * parts / 8, span);
  }

  /** Reports a limit and makes everything that follows silent. */
  void stop(Diagnostic diagnostic) {
    if (!stopped) {
      report(diagnostic);
    }
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }
}
