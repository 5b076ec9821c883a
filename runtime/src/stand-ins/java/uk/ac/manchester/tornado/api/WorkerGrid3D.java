package uk.ac.manchester.tornado.api;

/** A block of work-items. */
public final class WorkerGrid3D extends Grid {
  public WorkerGrid3D(int x, int y, int z) {
    super(x, y, z);
  }

  @Override
  public int dimension() {
    return 3;
  }
}
