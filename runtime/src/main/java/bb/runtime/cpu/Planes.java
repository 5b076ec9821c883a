package bb.runtime.cpu;

/**
 * An operation on each of the images that an example consists of: they follow each other in memory
 * as examples do, so that they are a larger batch to it.
 *
 * @param count images of an example
 */
public record Planes(int count, Operation operation) implements Around {
  public static Operation of(int count, Operation operation) {
    return new Planes(count, operation);
  }

  @Override
  public int items(int batch) {
    return operation.items(batch * count);
  }

  @Override
  public long cost(int batch) {
    return operation.cost(batch * count);
  }

  @Override
  public long overhead(int batch) {
    return operation.overhead(batch * count);
  }

  @Override
  public void run(Worker w, int from, int to) {
    w.planes(count);
    try {
      operation.run(w, from, to);
    } finally {
      w.planes(1);
    }
  }
}
