package uk.ac.manchester.tornado.api;

/** A plane of work-items. */
public final class WorkerGrid2D extends Grid {
  public WorkerGrid2D(int x, int y) {
    super(x, y, 1);
  }

  @Override
  public int dimension() {
    return 2;
  }
}
