package bb.model;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
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
  private final Deque<String> frames = new ArrayDeque<>();
  private int depth;
  private int steps;
  private boolean stopped;

  /**
   * @param unresolved where names stand that mean nothing, which has been reported
   */
  Context(Problems problems, Set<Span> unresolved) {
    this.problems = problems;
    this.unresolved = unresolved;
  }

  boolean isUnresolved(Ast.Name name) {
    return unresolved.contains(name.span());
  }

  void report(Diagnostic diagnostic) {
    problems.add(chained(diagnostic));
  }

  private Diagnostic chained(Diagnostic diagnostic) {
    if (frames.isEmpty()) {
      return diagnostic;
    }
    StringBuilder chain = new StringBuilder();
    int shown = 0;
    Iterator<String> it = frames.iterator();
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
    frames.push(frame);
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
    push(frame);
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
