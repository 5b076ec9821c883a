package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import uk.ac.manchester.tornado.api.DeviceMemory;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The stand-ins of TornadoVM's task graphs forgive nothing that TornadoVM does not. */
final class StandInsTest {
  private static final int FIRST = DataTransferMode.FIRST_EXECUTION;
  private static final int EVERY = DataTransferMode.EVERY_EXECUTION;
  private static final int ASKED = DataTransferMode.UNDER_DEMAND;
  private static final int SIZE = 4;

  private final FloatArray in = filled(1);
  private final FloatArray middle = filled(-1);
  private final FloatArray out = filled(-2);

  @Test
  void anInputIsCopiedEachTime() {
    TornadoExecutionPlan plan = plan(addsOne("g", EVERY, EVERY));
    plan.execute();
    in.init(5);
    plan.execute();
    assertEquals(6, out.get(0));
  }

  @Test
  void aWeightIsCopiedOnce() {
    TornadoExecutionPlan plan = plan(addsOne("g", FIRST, EVERY));
    plan.execute();
    in.init(5);
    plan.execute();
    assertEquals(2, out.get(0));
    plan.freeDeviceMemory().execute();
    assertEquals(6, out.get(0));
  }

  @Test
  void anOutputIsCopiedWhenItIsAskedFor() {
    TornadoExecutionResult result = plan(addsOne("g", EVERY, ASKED)).execute();
    assertEquals(-2, out.get(0));
    result.transferToHost(out);
    assertEquals(2, out.get(0));
    wrong("no list", () -> result.transferToHost(middle));
  }

  @Test
  void theDeviceSeesOnlyWhatWasCopied() {
    TaskGraph graph =
        new TaskGraph("g")
            .transferToDevice(EVERY, in)
            .task("t", StandInsTest::writesHalf, in, out, SIZE)
            .transferToHost(EVERY, out);
    plan(graph).execute();
    assertArrayEquals(
        new float[] {2, 2, Float.NaN, Float.NaN}, out.toHeapArray(), "nobody writes the rest");
  }

  @Test
  void theHostsArraysAreTheHostsAfterAFailure() {
    TaskGraph graph =
        new TaskGraph("g").transferToDevice(EVERY, in).task("t", StandInsTest::fails, in);
    assertThrows(IllegalArgumentException.class, () -> plan(graph).execute());
    assertEquals(1, in.get(0));
  }

  @Test
  void whatIsReadWasTransferredOrWritten() {
    wrong(
        "reads an array in `t` that nothing has written",
        () -> plan(new TaskGraph("g").task("t", StandInsTest::add, in, out, SIZE)).execute());
  }

  @Test
  void whatIsTransferredToTheHostWasWritten() {
    wrong(
        "that none of its tasks has written",
        () -> plan(addsOne("g", EVERY, EVERY).transferToHost(EVERY, in)).execute());
  }

  @Test
  void graphsShareWhatTheyPersist() {
    TornadoExecutionPlan plan = plan(first(), second().consumeFromDevice("first", middle));
    for (int run = 1; run < 4; run++) {
      in.init(run);
      plan.withGraph(0).execute();
      plan.withGraph(1).execute();
      assertEquals(run + 2, out.get(0));
      assertEquals(-1, middle.get(0), "nobody copies it to the host");
    }
  }

  @Test
  void aNameIsNotNeededToConsume() {
    TornadoExecutionPlan plan = plan(first(), second().consumeFromDevice(middle));
    plan.withGraph(0).execute();
    plan.withGraph(1).execute();
    assertEquals(3, out.get(0));
  }

  @Test
  void whatIsConsumedWasPersisted() {
    TornadoExecutionPlan plan =
        plan(addsOne("first", EVERY, EVERY), second().consumeFromDevice("first", middle));
    plan.withGraph(0).execute();
    wrong("`first` does not persist", () -> plan.withGraph(1).execute());
  }

  @Test
  void whatIsConsumedIsOfTheGraphThatRanLast() {
    TornadoExecutionPlan plan =
        plan(
            first(), addsOne("between", EVERY, EVERY), second().consumeFromDevice("first", middle));
    wrong("last ran nothing", () -> plan.withGraph(2).execute());
    plan.withGraph(0).execute();
    plan.withGraph(1).execute();
    wrong("of `first`, but last ran `between`", () -> plan.withGraph(2).execute());
    wrong("of `first`, but last ran `between`", () -> plan.withAllGraphs().execute());
  }

  @Test
  void whatIsPersistedIsUsed() {
    wrong("persists an array", () -> plan(first().persistOnDevice(out)).execute());
  }

  @Test
  void tasksHaveNamesOfTheirOwn() {
    assertThrows(
        TornadoTaskRuntimeException.class,
        () -> addsOne("g", EVERY, EVERY).task("t", StandInsTest::add, in, out, SIZE));
  }

  @Test
  void argumentsAreNotBooleans() {
    assertThrows(
        TornadoBailoutRuntimeException.class,
        () -> new TaskGraph("g").task("t", StandInsTest::addIf, in, out, true));
  }

  @Test
  void argumentsAreArraysOrNumbers() {
    wrong("`t` has an argument of null", () -> one(null));
    wrong("`t` has an argument of type `String`", () -> one("text"));
  }

  /** How many tasks TornadoVM 5.2 takes was counted, with arrays that grow with the tasks. */
  @Test
  void graphsFitTheByteCode() {
    OnDevice.with("opencl:cpu", this::fillGraphs, "tornado.tvm.maxbytecodesize", "4096");
  }

  private Void fillGraphs() {
    ofTwoArrays(47).snapshot();
    wrong("takes 4169 bytes", () -> ofTwoArrays(48).snapshot());
    ofWeights(21).snapshot();
    wrong("takes 4115 bytes", () -> ofWeights(22).snapshot());
    ofKernels(18).snapshot();
    wrong("takes 4270 bytes", () -> ofKernels(19).snapshot());
    return null;
  }

  /** Counted as the byte code was. */
  @Test
  void graphsFitTheNodes() {
    OnDevice.with("opencl:cpu", this::fillNodes, "tornado.tvm.maxbytecodesize", "65536");
  }

  private Void fillNodes() {
    ofWeights(84).snapshot();
    wrong("takes 1027 nodes", () -> ofWeights(85).snapshot());
    return null;
  }

  /** Arrays of four floats; the graphs allocate three of them. */
  @Test
  void closingGivesBackWhatIsSelectedAndListed() throws TornadoExecutionPlanException {
    assertEquals(16, left(false, first()), "what is written is in no list");
    assertEquals(0, left(false, first().transferToHost(ASKED, middle)));
    TaskGraph[] both = {first(), second().consumeFromDevice("first", middle)};
    assertEquals(32, left(true, both), "narrowed to the second");
    both[0].transferToHost(ASKED, middle);
    assertEquals(0, left(false, both));
  }

  /** The bytes that are on the device when a plan has run and was closed. */
  private static long left(boolean narrowed, TaskGraph... graphs)
      throws TornadoExecutionPlanException {
    long before = DeviceMemory.allocated();
    TornadoExecutionPlan plan = plan(graphs);
    for (int run = 0; run < 2; run++) {
      for (int graph = 0; graph < graphs.length; graph++) {
        plan.withGraph(graph).execute();
      }
    }
    if (!narrowed) {
      plan.withAllGraphs();
    }
    plan.close();
    return DeviceMemory.allocated() - before;
  }

  @Test
  void memoryIsLimited() {
    System.setProperty("tornado.device.memory", "1MB");
    try {
      FloatArray large = new FloatArray(1 << 20);
      TaskGraph graph =
          new TaskGraph("g")
              .transferToDevice(EVERY, large)
              .task("t", StandInsTest::add, large, out, SIZE);
      Throwable thrown = assertThrows(RuntimeException.class, () -> plan(graph).execute());
      assertEquals("TornadoOutOfMemoryException", thrown.getClass().getSimpleName());
    } finally {
      System.clearProperty("tornado.device.memory");
    }
  }

  @Test
  void executionGraphsAreOfCuda() {
    assertThrows(
        TornadoBailoutRuntimeException.class,
        () -> plan(addsOne("g", EVERY, EVERY)).withCUDAGraph().execute());
  }

  @Test
  void gridsAreOfKernelsWithAContext() {
    TornadoExecutionPlan plan = plan(addsOne("g", EVERY, EVERY));
    wrong("`g.u`", () -> plan.withGridScheduler(grid("g.u")));
    plan.withGridScheduler(grid("g.t"));
    wrong("no kernel context", plan::execute);
  }

  private static GridScheduler grid(String task) {
    return new GridScheduler(task, new WorkerGrid1D(SIZE));
  }

  private TaskGraph addsOne(String name, int toDevice, int toHost) {
    return new TaskGraph(name)
        .transferToDevice(toDevice, in)
        .task("t", StandInsTest::add, in, out, SIZE)
        .transferToHost(toHost, out);
  }

  private TaskGraph first() {
    return new TaskGraph("first")
        .transferToDevice(EVERY, in)
        .task("t", StandInsTest::add, in, middle, SIZE)
        .persistOnDevice(middle);
  }

  private TaskGraph second() {
    return new TaskGraph("second")
        .task("t", StandInsTest::add, middle, out, SIZE)
        .transferToHost(EVERY, out);
  }

  private static TaskGraph one(Object argument) {
    return new TaskGraph("g").task("t", _ -> {}, argument);
  }

  private TaskGraph ofTwoArrays(int tasks) {
    TaskGraph graph = new TaskGraph("g").transferToDevice(EVERY, in);
    FloatArray from = in;
    for (int i = 0; i < tasks; i++) {
      FloatArray to = filled(0);
      graph.task("t" + i, StandInsTest::add, from, to, SIZE);
      from = to;
    }
    return graph.transferToHost(EVERY, from);
  }

  private TaskGraph ofWeights(int tasks) {
    TaskGraph graph = new TaskGraph("g").transferToDevice(EVERY, in);
    FloatArray from = in;
    for (int i = 0; i < tasks; i++) {
      FloatArray to = filled(0);
      FloatArray weight = filled(0);
      FloatArray bias = filled(0);
      graph.transferToDevice(FIRST, weight, bias);
      graph.task("t" + i, (_, _, _, _, _) -> {}, from, weight, bias, to, SIZE);
      from = to;
    }
    return graph.transferToHost(EVERY, from);
  }

  private TaskGraph ofKernels(int tasks) {
    TaskGraph graph = new TaskGraph("g").transferToDevice(EVERY, in);
    KernelContext context = new KernelContext();
    FloatArray from = in;
    for (int i = 0; i < tasks; i++) {
      FloatArray to = filled(0);
      FloatArray weight = filled(0);
      FloatArray bias = filled(0);
      graph.transferToDevice(FIRST, weight, bias);
      graph.task("t" + i, (_, _, _, _, _, _) -> {}, context, from, weight, bias, to, SIZE);
      from = to;
    }
    return graph.transferToHost(EVERY, from);
  }

  private static TornadoExecutionPlan plan(TaskGraph... graphs) {
    return new TornadoExecutionPlan(
        Arrays.stream(graphs).map(TaskGraph::snapshot).toArray(ImmutableTaskGraph[]::new));
  }

  private static FloatArray filled(float value) {
    FloatArray array = new FloatArray(SIZE);
    array.init(value);
    return array;
  }

  private static void wrong(String text, Executable action) {
    String message = assertThrows(RuntimeException.class, action).getMessage();
    assertTrue(message.contains(text), message);
  }

  private static void add(FloatArray in, FloatArray out, int n) {
    for (@Parallel int i = 0; i < n; i++) {
      out.set(i, in.get(i) + 1);
    }
  }

  private static void addIf(FloatArray in, FloatArray out, boolean really) {
    out.set(0, really ? in.get(0) : 0);
  }

  private static void writesHalf(FloatArray in, FloatArray out, int n) {
    add(in, out, n / 2);
  }

  private static void fails(FloatArray in) {
    in.set(0, 7);
    throw new IllegalArgumentException();
  }
}
