package bb.runtime.cpu;

/** An operation whose weights lie in another segment than the first. */
public record InSegment(int segment, Operation operation) implements Around {
  public static Operation of(int segment, Operation operation) {
    return new InSegment(segment, operation);
  }

  @Override
  public void run(Worker w, int from, int to) {
    w.segment(segment);
    try {
      operation.run(w, from, to);
    } finally {
      w.segment(0);
    }
  }
}
