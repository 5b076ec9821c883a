package bb.runtime.cpu;

/**
 * How much work is worth a thread, in multiply-adds or the like. To wake a thread takes tens of
 * microseconds, and to give a chunk to one that spins a fraction of one.
 *
 * @param perThread what a thread has to do in one run of the network to be used for it
 * @param perWake what there has to be in an operation for those to be woken that have gone to sleep
 * @param perStep what there has to be in an operation for it to be divided
 */
record Effort(long perThread, long perWake, long perStep) {
  /** Chunks for each member: few enough to cost little, and enough to even out. */
  static final int CHUNKS = 4;

  /** How many times its overhead a chunk is worth at least. */
  private static final int OVERHEAD = 16;

  static Effort of(boolean vectors) {
    if (Boolean.getBoolean(Engine.DIVIDE)) {
      return new Effort(0, 0, 0);
    }
    return vectors ? new Effort(2_000_000, 200_000, 20_000) : new Effort(200_000, 20_000, 2_000);
  }

  /**
   * How many threads a run is worth.
   *
   * @param work all that there is to do
   * @param most how many there may be
   */
  int threads(double work, int most) {
    return perThread == 0 ? most : (int) Math.clamp(work / perThread, 1, most);
  }

  /**
   * Into how many chunks an operation is cut: as many for each member, unless there are fewer.
   *
   * @param members for whom; one for each costs little, whatever the overhead
   */
  int chunks(Operation operation, int batch, int members) {
    int items = operation.items(batch);
    int most = Math.min(items, members * CHUNKS);
    if (members == 1 || items == 0) {
      return 1;
    }
    if (perStep == 0) {
      return most;
    }
    double work = work(operation, batch);
    double light = work / (OVERHEAD * Math.max(1, operation.overhead(batch)));
    double chunks = Math.min(2 * work / perStep, Math.max(members, light));
    int cut = work < perStep ? 1 : (int) Math.clamp(chunks, 1, most);
    return cut < members ? cut : cut / members * members;
  }

  /** Whether an operation is worth waking those that have gone to sleep. */
  boolean wakes(Operation operation, int batch) {
    return work(operation, batch) >= perWake;
  }

  private static double work(Operation operation, int batch) {
    return (double) operation.items(batch) * operation.cost(batch);
  }
}
