package bb.runtime.cpu;

/** An operation whose weights lie in another segment than the first. */
public record InSegment(int segment, Operation operation) implements Operation {
  public static Operation of(int segment, Operation operation) {
    return new InSegment(segment, operation);
  }

  @Override
  public int items(int batch) {
    return operation.items(batch);
  }

  @Override
  public long cost(int batch) {
    return operation.cost(batch);
  }

  @Override
  public long overhead(int batch) {
    return operation.overhead(batch);
  }

  @Override
  public void reserve(Worker w) {
    operation.reserve(w);
  }

  @Override
  public void warm(Warmup warmup) {
    operation.warm(warmup);
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
