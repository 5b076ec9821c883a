package uk.ac.manchester.tornado.api;

/** How many work-items run a kernel, and in groups of which size. */
public interface WorkerGrid {
  int dimension();

  /** Work-items in all, along x, y and z. */
  long[] getGlobalWork();

  /** Work-items of a group, along x, y and z; null if nobody said. */
  long[] getLocalWork();

  void setGlobalWork(long x, long y, long z);

  void setLocalWork(long x, long y, long z);
}
