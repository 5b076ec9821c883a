package bb.runtime.cpu;

/**
 * How much work is worth a thread, in multiply-adds or the like. To wake a thread takes tens of
 * microseconds, and to wait for one at the end of a step a fraction of one.
 *
 * @param perThread what a thread has to do in one run of the network to be woken for it
 * @param perStep what there has to be in a step for it to be divided
 */
record Effort(long perThread, long perStep) {
  static Effort of(boolean vectors) {
    if (Boolean.getBoolean(Engine.DIVIDE)) {
      return new Effort(0, 0);
    }
    return vectors ? new Effort(2_000_000, 20_000) : new Effort(200_000, 2_000);
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
}
