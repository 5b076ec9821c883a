package uk.ac.manchester.tornado.api;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The grids of tasks, by names of the form {@code graph.task}. */
public final class GridScheduler {
  private final Map<String, WorkerGrid> grids = new TreeMap<>();

  public GridScheduler() {}

  public GridScheduler(String taskName, WorkerGrid grid) {
    addWorkerGrid(taskName, grid);
  }

  public void addWorkerGrid(String taskName, WorkerGrid grid) {
    grids.put(taskName, grid);
  }

  public WorkerGrid get(String taskName) {
    return grids.get(taskName);
  }

  public boolean contains(String graphName, String taskName) {
    return grids.containsKey(graphName + "." + taskName);
  }

  public Set<String> keySet() {
    return Set.copyOf(grids.keySet());
  }
}
