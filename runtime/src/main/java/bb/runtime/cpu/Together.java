package bb.runtime.cpu;

import java.util.List;

/** Several operations of which none needs what another writes, as one: their items in turn. */
final class Together implements Operation {
  private final Operation[] parts;

  Together(List<Operation> parts) {
    this.parts = parts.toArray(Operation[]::new);
  }

  @Override
  public int items(int batch) {
    int items = 0;
    for (Operation part : parts) {
      items += part.items(batch);
    }
    return items;
  }

  @Override
  public long cost(int batch) {
    long cost = 0;
    for (Operation part : parts) {
      cost += part.items(batch) * part.cost(batch);
    }
    return cost / Math.max(1, items(batch));
  }

  @Override
  public long overhead(int batch) {
    long overhead = 0;
    for (Operation part : parts) {
      overhead = Math.max(overhead, part.overhead(batch));
    }
    return overhead;
  }

  @Override
  public void reserve(Worker w) {
    for (Operation part : parts) {
      part.reserve(w);
    }
  }

  @Override
  public void warm(Warmup warmup) {
    for (Operation part : parts) {
      part.warm(warmup);
    }
  }

  @Override
  public void run(Worker w, int from, int to) {
    int first = 0;
    for (Operation part : parts) {
      int items = part.items(w.batch());
      int begin = Math.max(from - first, 0);
      int end = Math.min(to - first, items);
      if (begin < end) {
        part.run(w, begin, end);
      }
      first += items;
    }
  }
}
