package uk.ac.manchester.tornado.api;

/** What the grids share. */
abstract sealed class Grid implements WorkerGrid permits WorkerGrid1D, WorkerGrid2D, WorkerGrid3D {
  private long[] global;
  private long[] local;

  Grid(long x, long y, long z) {
    global = new long[] {x, y, z};
  }

  @Override
  public long[] getGlobalWork() {
    return global.clone();
  }

  @Override
  public long[] getLocalWork() {
    return local == null ? null : local.clone();
  }

  @Override
  public void setGlobalWork(long x, long y, long z) {
    global = new long[] {x, y, z};
  }

  @Override
  public void setLocalWork(long x, long y, long z) {
    local = new long[] {x, y, z};
  }
}
