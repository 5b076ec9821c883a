package bb.model;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * What elaboration carries along besides the graph: where it is (the chain of block calls and
 * repeats, which every diagnostic ends with), how much it may still do, and where to report.
 */
final class Context {
  /** Statements executed and iterations taken, at the most. */
  static final int MAX_STEPS = 250_000;

  /** Block calls inside block calls, at the most. */
  static final int MAX_DEPTH = 128;

  private final Problems problems;
  private final Set<Span> unresolved;
  private final SourceFile library;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int depth;
  private int steps;
  private boolean stopped;

  /**
   * @param unresolved where names stand that mean nothing, which has been reported
   * @param library the standard library: what is wrong there was caused by who called it
   */
  Context(Problems problems, Set<Span> unresolved, SourceFile library) {
    this.problems = problems;
    this.unresolved = unresolved;
    this.library = library;
  }

  /** A part of the chain of calls, and where the call stands if it is one. */
  private record Frame(String text, Optional<Span> call) {}

  boolean isUnresolved(Ast.Name name) {
    return unresolved.contains(name.span());
  }

  void report(Diagnostic diagnostic) {
    problems.add(
        chained(diagnostic.primary().map(p -> atCaller(diagnostic, p)).orElse(diagnostic)));
  }

  /** Moves what stands in the library to the call that led there. */
  private Diagnostic atCaller(Diagnostic diagnostic, Label primary) {
    if (!primary.span().file().equals(library)) {
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
    Iterator<String> it = frames.stream().map(Frame::text).iterator();
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
  void push(String frame) {
    frames.push(new Frame(frame, Optional.empty()));
  }

  void pop() {
    frames.pop();
  }

  /** Enters a block call; false if calls are nested too deeply, which it reports. */
  boolean enter(String frame, String block, Span call) {
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
    if (!stopped && ++steps > MAX_STEPS) {
      stop(LimitProblems.tooManySteps(span, MAX_STEPS));
    }
    return !stopped;
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
