package bb.runtime.tornado.device;

import bb.runtime.tornado.DeviceProgram;
import bb.runtime.tornado.Failures;
import bb.runtime.tornado.KernelFailure;
import bb.runtime.tornado.ProfileLog;
import bb.runtime.tornado.Timings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ObjIntConsumer;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * A network's tasks for one batch size. A graph holds only so many tasks, so there are several, the
 * stages; what one leaves on the device the next one finds there.
 */
public final class Stages implements DeviceProgram {
  private static final int ALL = -1;

  public final List<FloatArray> inputs = new ArrayList<>();
  public final List<FloatArray> outputs = new ArrayList<>();

  private final int batch;
  private final ObjIntConsumer<Stages> tasks;
  private final int only;
  private final TornadoDevice device;
  private final boolean tiled;
  private final KernelContext context = new KernelContext();
  private final GridScheduler grids = new GridScheduler();
  private final List<Slot> slots = new ArrayList<>();

  /**
   * What tasks have written so far, and what of it those of the current graph were the first to.
   */
  private final List<Object> written = new ArrayList<>();

  private final List<Object> allocated = new ArrayList<>();
  private final List<TaskGraph> graphs = new ArrayList<>();
  private final List<Object> scratch = new ArrayList<>();
  private final SequencedMap<String, String> layers = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private MemorySegment behind;
  private Map<String, String> forms;
  private TornadoExecutionResult last;
  private TornadoExecutionPlan plan;

  /** An array of activations, which is made when it is first needed. */
  private static final class Slot {
    private final int size;
    private final boolean halves;
    private final boolean ready;
    private Object array;

    Slot(int size, boolean halves, boolean ready) {
      this.size = size;
      this.halves = halves;
      this.ready = ready;
    }

    long bytes() {
      return TornadoNativeArray.ARRAY_HEADER + (long) size * (halves ? Short.BYTES : Float.BYTES);
    }
  }

  /**
   * The stages that {@code tasks} adds.
   *
   * @param batch how many examples a run takes
   */
  public Stages(int batch, ObjIntConsumer<Stages> tasks) {
    this(batch, tasks, Map.of(), ALL);
  }

  /**
   * @param forms which form each kernel takes, if that is known
   * @param only the number of the one task to have, the others only being counted; or {@link #ALL}
   */
  private Stages(int batch, ObjIntConsumer<Stages> tasks, Map<String, String> forms, int only) {
    this.batch = batch;
    this.tasks = tasks;
    this.only = only;
    this.forms = forms;
    this.device = Target.device();
    this.tiled = Target.isTiled(device);
    try {
      tasks.accept(this, batch);
    } catch (RuntimeException | Error e) {
      if (layers.isEmpty()) {
        throw e;
      }
      throw new KernelFailure(layers.lastEntry().getValue(), e);
    }
  }

  /** An input of {@code size} numbers for each example. */
  public void input(int size) {
    inputs.add(new FloatArray(size * batch));
  }

  /** An output of {@code size} numbers for each example. */
  public void output(int size) {
    outputs.add(new FloatArray(size * batch));
  }

  /** A slot of {@code size} floats for each example. */
  public void floats(int size) {
    slots.add(new Slot(size * batch, false, false));
  }

  /** A slot of {@code size} halves for each example. */
  public void halves(int size) {
    slots.add(new Slot(size * batch, true, false));
  }

  /** A slot of floats that the host fills before anything runs, as if it were a weight. */
  public void readyFloats(int size) {
    slots.add(new Slot(size * batch, false, true));
  }

  /** A slot of halves that the host fills. */
  public void readyHalves(int size) {
    slots.add(new Slot(size * batch, true, true));
  }

  /** Whether tasks run as work-groups, and the device has such: of so many items and bytes. */
  public boolean fits(int items, int localBytes) {
    return tiled
        && device.getDeviceMaxWorkgroupDimensions()[0] >= items
        && device.getDeviceLocalMemorySize() >= localBytes;
  }

  public KernelContext context() {
    return context;
  }

  /** Begins the next graph; {@code weights} are what its tasks read. */
  public void stage(Object... weights) {
    TaskGraph graph = new TaskGraph("s" + graphs.size());
    if (only != ALL) {
      graphs.add(graph);
      return;
    }
    if (!graphs.isEmpty()) {
      end();
      graphs.getLast().persistOnDevice(written.toArray());
      graph.consumeFromDevice(graphs.getLast().getTaskGraphName(), written.toArray());
    }
    if (weights.length > 0) {
      Object[] distinct = new LinkedHashSet<Object>(Arrays.asList(weights)).toArray();
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, distinct);
    }
    graphs.add(graph);
  }

  /** Has the current graph copy these inputs to the device; before its tasks. */
  public void takes(int... numbers) {
    if (only == ALL) {
      Object[] arrays = some(inputs, numbers);
      graphs.getLast().transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays);
    }
  }

  /** Has the current graph copy these outputs to the host; after its tasks. */
  public void gives(int... numbers) {
    if (only == ALL) {
      Object[] arrays = some(outputs, numbers);
      graphs.getLast().transferToHost(DataTransferMode.EVERY_EXECUTION, arrays);
    }
  }

  private static Object[] some(List<FloatArray> all, int[] numbers) {
    Object[] some = new Object[numbers.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = all.get(numbers[i]);
    }
    return some;
  }

  /** The graph, for a task of parallel loops that computes {@code layer}. */
  public TaskGraph loops(String layer) {
    String graph = graphs.getLast().getTaskGraphName();
    layers.put(graph + ".t" + (layers.size() + 1), layer);
    return isWanted() ? graphs.getLast() : new TaskGraph(graph);
  }

  /** The graph, for a task of work-groups: so many along each dimension, of so many work-items. */
  public TaskGraph groups(String layer, int x, int y, int z, int items) {
    TaskGraph graph = loops(layer);
    if (isWanted()) {
      WorkerGrid grid = new WorkerGrid3D(x * items, y, z);
      grid.setLocalWork(items, 1, 1);
      grids.addWorkerGrid(graph.getTaskGraphName() + "." + id(), grid);
    }
    return graph;
  }

  /** Whether the task that was announced last is to be there. */
  private boolean isWanted() {
    return only == ALL || only == layers.size();
  }

  /** The name of the task that was announced last. */
  public String id() {
    return "t" + layers.size();
  }

  public FloatArray floatSlot(int index) {
    return (FloatArray) slot(index);
  }

  public HalfFloatArray halfSlot(int index) {
    return (HalfFloatArray) slot(index);
  }

  private Object slot(int index) {
    Slot slot = slots.get(index);
    if (slot.ready) {
      if (slot.array == null) {
        slot.array = slot.halves ? new HalfFloatArray(slot.size) : new FloatArray(slot.size);
      }
      return slot.array;
    }
    if (slot.array == null) {
      MemorySegment part = behind().asSlice(0, slot.bytes());
      slot.array =
          slot.halves
              ? HalfFloatArray.fromSegmentShallow(part)
              : FloatArray.fromSegmentShallow(part);
    }
    return written(slot.array);
  }

  /**
   * The host's side of all arrays that are never copied to it or from it: TornadoVM wants one for
   * each, and reads no more of it than how large it is.
   */
  private MemorySegment behind() {
    if (behind == null) {
      long most = 0;
      for (Slot slot : slots) {
        most = slot.ready ? most : Math.max(most, slot.bytes());
      }
      behind = Arena.ofAuto().allocate(most, Long.BYTES);
    }
    return behind;
  }

  private Object written(Object array) {
    for (Object known : written) {
      if (known == array) {
        return array;
      }
    }
    written.add(array);
    allocated.add(array);
    return array;
  }

  /** Adds an array for the time between the tasks of one layer. */
  void scratch(Object array) {
    scratch.add(array);
  }

  public FloatArray floatScratch(int index) {
    return (FloatArray) written(scratch.get(index));
  }

  public HalfFloatArray halfScratch(int index) {
    return (HalfFloatArray) written(scratch.get(index));
  }

  /** Leaves an array on the device until it is fetched; after the tasks. */
  void leave(Object array) {
    graphs.getLast().transferToHost(DataTransferMode.UNDER_DEMAND, array);
  }

  /**
   * Ends the current graph. A plan that is closed gives back what its graphs list for a transfer,
   * and no more: each array is listed once, in the graph that allocates it.
   */
  private void end() {
    if (!allocated.isEmpty()) {
      graphs.getLast().transferToHost(DataTransferMode.UNDER_DEMAND, allocated.toArray());
      allocated.clear();
    }
  }

  /** Copies an array that was left on the device to the host. */
  void fetch(Object array) {
    last.transferToHost(array);
  }

  /** Which form each kernel takes; empty if that is not known yet. */
  Map<String, String> forms() {
    return forms;
  }

  /** Remembers what was decided, and what there is to say about it. */
  void decided(Map<String, String> names, List<String> said) {
    forms = names;
    notes.addAll(said);
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Ends the last graph; the tasks are compiled when they first run. */
  public DeviceProgram plan() {
    end();
    plan = plan(graphs);
    return this;
  }

  private TornadoExecutionPlan plan(List<TaskGraph> planned) {
    ImmutableTaskGraph[] snapshots = new ImmutableTaskGraph[planned.size()];
    for (int i = 0; i < snapshots.length; i++) {
      snapshots[i] = planned.get(i).snapshot();
    }
    TornadoExecutionPlan made = new TornadoExecutionPlan(snapshots);
    made.withDevice(device);
    if (!grids.keySet().isEmpty()) {
      made.withGridScheduler(grids);
    }
    return made;
  }

  @Override
  public void run(float[][] in, float[][] out) {
    if (last == null && Target.hasGraphs(device)) {
      plan.withCUDAGraph();
    }
    execute(in, out, false);
  }

  @Override
  public Timings runTimed(float[][] in, float[][] out) {
    plan.withProfiler(ProfilerMode.SILENT);
    List<String> logs = execute(in, out, true);
    plan.withoutProfiler();
    return ProfileLog.timings(layers, logs);
  }

  /** What TornadoVM says of each graph, if it is timed. */
  private List<String> execute(float[][] in, float[][] out, boolean timed) {
    List<String> logs = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      MemorySegment to = inputs.get(i).getSegment();
      MemorySegment.copy(in[i], 0, to, ValueLayout.JAVA_FLOAT, 0, in[i].length);
    }
    for (int stage = 0; stage < graphs.size(); stage++) {
      try {
        last = plan.withGraph(stage).execute();
        if (timed) {
          logs.add(last.getProfilerResult().getProfileLog());
        }
      } catch (RuntimeException | Error e) {
        if (Failures.isCompilation(e)) {
          throw explained(e, stage);
        }
        throw e;
      }
    }
    for (int i = 0; i < out.length; i++) {
      MemorySegment from = outputs.get(i).getSegment();
      MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 0, out[i], 0, out[i].length);
    }
    return logs;
  }

  /**
   * What TornadoVM throws seldom says which task it is about: compiles those of the stage one by
   * one, until one fails.
   */
  private RuntimeException explained(Throwable failure, int stage) {
    int number = 0;
    for (Map.Entry<String, String> task : layers.entrySet()) {
      number++;
      boolean candidate = task.getKey().startsWith(graphs.get(stage).getTaskGraphName() + ".");
      if (candidate && !new Stages(1, tasks, forms, number).compiles(stage)) {
        return new KernelFailure(task.getValue(), failure);
      }
    }
    return new KernelFailure("", failure);
  }

  private boolean compiles(int stage) {
    try (TornadoExecutionPlan single = plan(List.of(graphs.get(stage)))) {
      single.withPreCompilation();
      return true;
    } catch (RuntimeException | Error | TornadoExecutionPlanException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      // running a graph has narrowed the plan to it, and closing means what a plan is narrowed to
      plan.withAllGraphs();
      plan.close();
    } catch (TornadoExecutionPlanException | TornadoInternalError e) {
      // a plan that ran out of memory cannot be closed, and will not run again
      plan = null;
    }
  }
}
