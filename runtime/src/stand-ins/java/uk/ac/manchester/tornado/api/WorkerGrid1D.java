package uk.ac.manchester.tornado.api;

/** A row of work-items. */
public final class WorkerGrid1D extends Grid {
  public WorkerGrid1D(int x) {
    super(x, 1, 1);
  }

  @Override
  public int dimension() {
    return 1;
  }
}
