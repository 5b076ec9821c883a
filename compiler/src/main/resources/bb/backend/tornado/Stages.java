package bb.models;

import bb.runtime.tornado.Device;
import bb.runtime.tornado.DeviceProgram;
import bb.runtime.tornado.Tuning;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/**
 * A network's tasks for one batch size. A graph holds only so many tasks, so there are several, the
 * stages; what one leaves on the device the next one finds there.
 */
final class Stages implements DeviceProgram {
  /** Overrides what the device's type would choose: {@code tiled} or {@code parallel}. */
  private static final String STYLE = "bb.tornado.style";

  /** Overrides whether the device is believed to have floats of 16 bits. */
  private static final String HALVES = "bb.tornado.halves";

  /** What a device of OpenCL or SPIR-V lists if it has them. */
  private static final String HALVES_EXTENSION = "cl_khr_fp16";

  /** Whether CUDA and PTX record tasks and replay them: {@code true} or {@code false}. */
  private static final String GRAPHS = "bb.tornado.graphs";

  private static final String LIBRARY = "uk.ac.manchester.tornado.cublas.CuBlas";

  final List<FloatArray> inputs = new ArrayList<>();
  final List<FloatArray> outputs = new ArrayList<>();

  private final int batch;
  private final TornadoDevice device;
  private final boolean tiled;
  private final KernelContext context = new KernelContext();
  private final GridScheduler grids = new GridScheduler();
  private final List<Object> slots = new ArrayList<>();
  private final List<Object> written = new ArrayList<>();
  private final List<TaskGraph> graphs = new ArrayList<>();
  private final Map<String, String> layers = new HashMap<>();
  private final List<Object> scratch = new ArrayList<>();
  private TornadoExecutionPlan plan;
  private TornadoExecutionResult result;
  private Tuning tuning;
  private int tasks;

  Stages(int batch) {
    this.batch = batch;
    this.device = choose();
    boolean gpu = device.getDeviceType() == TornadoDeviceType.GPU;
    this.tiled = System.getProperty(STYLE, gpu ? "tiled" : "parallel").equals("tiled");
  }

  /** The default device, unless that is a processor and there is a GPU. */
  private static TornadoDevice choose() {
    TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
    TornadoDevice first = runtime.getDefaultDevice();
    if (first.getDeviceType() == TornadoDeviceType.GPU) {
      return first;
    }
    for (int backend = 0; backend < runtime.getNumBackends(); backend++) {
      for (TornadoDevice other : runtime.getBackend(backend).getAllDevices()) {
        if (other.getDeviceType() == TornadoDeviceType.GPU) {
          return other;
        }
      }
    }
    return first;
  }

  /** An input of {@code size} numbers for each example. */
  void input(int size) {
    inputs.add(new FloatArray(size * batch));
  }

  /** An output of {@code size} numbers for each example. */
  void output(int size) {
    outputs.add(new FloatArray(size * batch));
  }

  /** A slot of {@code size} floats for each example. */
  void floats(int size) {
    slots.add(new FloatArray(size * batch));
  }

  /** A slot of {@code size} halves for each example. */
  void halves(int size) {
    slots.add(new HalfFloatArray(size * batch));
  }

  /** Whether tasks run as work-groups, and the device has such: of so many items and bytes. */
  boolean fits(int items, int localBytes) {
    return tiled
        && device.getDeviceMaxWorkgroupDimensions()[0] >= items
        && device.getDeviceLocalMemorySize() >= localBytes;
  }

  KernelContext context() {
    return context;
  }

  /** Begins the next graph; {@code weights} are what its tasks read. */
  void stage(Object... weights) {
    TaskGraph graph = new TaskGraph("s" + graphs.size());
    if (graphs.isEmpty()) {
      if (!inputs.isEmpty()) {
        graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, inputs.toArray());
      }
    } else {
      finish();
      graph.consumeFromDevice(graphs.getLast().getTaskGraphName(), written.toArray());
    }
    if (weights.length > 0) {
      Object[] distinct = Stream.of(weights).distinct().toArray();
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, distinct);
    }
    graphs.add(graph);
  }

  private void finish() {
    graphs.getLast().persistOnDevice(written.toArray());
  }

  /** The graph, for a task of parallel loops that computes {@code layer}. */
  TaskGraph loops(String layer) {
    tasks++;
    layers.put(graphs.getLast().getTaskGraphName() + "." + id(), layer);
    return graphs.getLast();
  }

  /** The graph, for a task of work-groups: so many along each dimension, of so many work-items. */
  TaskGraph groups(String layer, int x, int y, int z, int items) {
    TaskGraph graph = loops(layer);
    WorkerGrid grid = new WorkerGrid3D(x * items, y, z);
    grid.setLocalWork(items, 1, 1);
    grids.addWorkerGrid(graph.getTaskGraphName() + "." + id(), grid);
    return graph;
  }

  /** The name of the task that was announced last. */
  String id() {
    return "t" + tasks;
  }

  FloatArray floatSlot(int index) {
    return (FloatArray) slot(index);
  }

  HalfFloatArray halfSlot(int index) {
    return (HalfFloatArray) slot(index);
  }

  private Object slot(int index) {
    return used(slots.get(index));
  }

  private Object used(Object array) {
    if (!written.contains(array)) {
      written.add(array);
    }
    return array;
  }

  /** Adds an array for the time between the tasks of one layer. */
  void scratch(Object array) {
    scratch.add(array);
  }

  FloatArray floatScratch(int index) {
    return (FloatArray) used(scratch.get(index));
  }

  HalfFloatArray halfScratch(int index) {
    return (HalfFloatArray) used(scratch.get(index));
  }

  /** Whether tasks of the libraries of CUDA can run. */
  boolean hasLibraries() {
    return device.getTornadoVMBackend() == TornadoVMBackendType.CUDA
        && !System.getProperty(Choices.PROPERTY, Choices.MEASURE).equals(Choices.OFF)
        && isClass(LIBRARY);
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, Stages.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError _) {
      return false;
    }
  }

  /** What else than the device changes how long a kernel takes: {@code tiled}. */
  String options() {
    return (tiled ? " tiled" : "") + (Boolean.getBoolean(Choices.TF32) ? " tf32" : "");
  }

  /** The release of TornadoVM, if it says. */
  static String version() {
    return Optional.ofNullable(TaskGraph.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("unknown");
  }

  void use(Tuning measured) {
    tuning = measured;
  }

  @Override
  public List<String> notes() {
    return tuning == null ? List.of() : tuning.notes();
  }

  /** Ends the only graph, whose result stays on the device until it is fetched. */
  void plan(Object left) {
    graphs.getLast().transferToHost(DataTransferMode.UNDER_DEMAND, left);
    makePlan();
  }

  /** Copies what was left on the device. */
  void fetch(Object left) {
    result.transferToHost(left);
  }

  /** Ends the last graph; the tasks are compiled when they first run. */
  DeviceProgram plan() {
    graphs.getLast().transferToHost(DataTransferMode.EVERY_EXECUTION, outputs.toArray());
    makePlan();
    return this;
  }

  private void makePlan() {
    plan =
        new TornadoExecutionPlan(
            graphs.stream().map(TaskGraph::snapshot).toArray(ImmutableTaskGraph[]::new));
    plan.withDevice(device);
    if (!grids.keySet().isEmpty()) {
      plan.withGridScheduler(grids);
    }
    if (hasGraphs()) {
      plan.withCUDAGraph();
    }
  }

  /** Whether the driver can record the tasks of a graph and replay them in one call. */
  private boolean hasGraphs() {
    TornadoVMBackendType type = device.getTornadoVMBackend();
    boolean can = type == TornadoVMBackendType.CUDA || type == TornadoVMBackendType.PTX;
    return can && Boolean.parseBoolean(System.getProperty(GRAPHS, "true"));
  }

  @Override
  public Device device() {
    TornadoVMBackendType type = device.getTornadoVMBackend();
    String backend = type == TornadoVMBackendType.OPENCL ? "OpenCL" : type.name();
    boolean gpu = device.getDeviceType() == TornadoDeviceType.GPU;
    return new Device(backend, device.getDeviceName(), gpu, hasHalves(type));
  }

  private boolean hasHalves(TornadoVMBackendType type) {
    boolean lists = type == TornadoVMBackendType.OPENCL || type == TornadoVMBackendType.SPIRV;
    boolean has = !lists || String.valueOf(device.getDeviceInfo()).contains(HALVES_EXTENSION);
    return Boolean.parseBoolean(System.getProperty(HALVES, String.valueOf(has)));
  }

  @Override
  public String layer(String task) {
    return layers.getOrDefault(task, task);
  }

  @Override
  public void run(float[][] in, float[][] out) {
    for (int i = 0; i < in.length; i++) {
      MemorySegment to = inputs.get(i).getSegment();
      MemorySegment.copy(in[i], 0, to, ValueLayout.JAVA_FLOAT, 0, in[i].length);
    }
    for (int stage = 0; stage < graphs.size(); stage++) {
      result = plan.withGraph(stage).execute();
    }
    for (int i = 0; i < out.length; i++) {
      MemorySegment from = outputs.get(i).getSegment();
      MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 0, out[i], 0, out[i].length);
    }
  }

  @Override
  public void close() {
    try {
      plan.close();
    } catch (TornadoExecutionPlanException e) {
      throw new IllegalStateException(e);
    }
  }
}
