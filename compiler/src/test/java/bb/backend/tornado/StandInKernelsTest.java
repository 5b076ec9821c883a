package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Kernels run in groups of work-items that share memory and wait for each other. */
final class StandInKernelsTest {
  private static final int EVERY = DataTransferMode.EVERY_EXECUTION;
  private static final int GROUP = 64;
  private static final int SIZE = 5 * GROUP;

  private final FloatArray in = new FloatArray(SIZE);
  private final FloatArray out = new FloatArray(SIZE);

  StandInKernelsTest() {
    for (int i = 0; i < SIZE; i++) {
      in.set(i, i);
    }
  }

  @Test
  void itemsOfAGroupShareMemory() {
    run(StandInKernelsTest::reverse, row(SIZE, GROUP));
    for (int i = 0; i < SIZE; i++) {
      int mirror = i / GROUP * GROUP + GROUP - 1 - i % GROUP;
      assertEquals(mirror, out.get(i));
    }
  }

  @Test
  void aBarrierThatIsMissingShows() {
    run(StandInKernelsTest::reverseTooSoon, row(SIZE, GROUP));
    int numbers = 0;
    for (int i = 0; i < SIZE; i++) {
      numbers += Float.isNaN(out.get(i)) ? 0 : 1;
    }
    assertNotEquals(0, SIZE - numbers, "items read what other items had not written yet");
    assertNotEquals(0, numbers);
  }

  @Test
  void itemsKnowWhereTheyAre() {
    WorkerGrid grid = new WorkerGrid3D(4, 6, 4);
    grid.setLocalWork(2, 3, 1);
    run(StandInKernelsTest::place, grid);
    for (int i = 0; i < 4 * 6 * 4; i++) {
      assertEquals(i, out.get(i));
    }
  }

  @Test
  void itemsWithoutAnythingToDoMayEnd() {
    run(StandInKernelsTest::guarded, row(SIZE + GROUP, GROUP));
    assertEquals(SIZE - 1, out.get(SIZE - 1));
  }

  @Test
  void allItemsReachABarrier() {
    wrong("32 work-items of a group wait", () -> run(StandInKernelsTest::half, row(SIZE, GROUP)));
  }

  @Test
  void anItemsFailureIsTheKernels() {
    assertThrows(
        ArrayIndexOutOfBoundsException.class,
        () -> run(StandInKernelsTest::reverse, row(SIZE + GROUP, GROUP)));
  }

  @Test
  void localMemoryIsSmall() {
    wrong("more than 49152", () -> run(StandInKernelsTest::greedy, row(GROUP, GROUP)));
  }

  @Test
  void itemsAllocateTheSame() {
    wrong("different local arrays", () -> run(StandInKernelsTest::uneven, row(GROUP, GROUP)));
  }

  @Test
  void gridsAreComplete() {
    wrong("without a worker grid", () -> plan(StandInKernelsTest::reverse).execute());
    wrong("no local size", () -> run(StandInKernelsTest::reverse, new WorkerGrid1D(SIZE)));
    wrong("no multiple", () -> run(StandInKernelsTest::reverse, row(SIZE - 1, GROUP)));
    wrong("more than 1024", () -> run(StandInKernelsTest::reverse, row(4096, 2048)));
  }

  @Test
  void aContextIsOfATask() {
    wrong("outside of a task", () -> new KernelContext().localBarrier());
  }

  private void run(Task4<KernelContext, FloatArray, FloatArray, Integer> kernel, WorkerGrid grid) {
    plan(kernel).withGridScheduler(new GridScheduler("g.t", grid)).execute();
  }

  private TornadoExecutionPlan plan(Task4<KernelContext, FloatArray, FloatArray, Integer> kernel) {
    return new TornadoExecutionPlan(
        new TaskGraph("g")
            .transferToDevice(EVERY, in)
            .task("t", kernel, new KernelContext(), in, out, SIZE)
            .transferToHost(EVERY, out)
            .snapshot());
  }

  private static WorkerGrid row(int global, int local) {
    WorkerGrid grid = new WorkerGrid1D(global);
    grid.setLocalWork(local, 1, 1);
    return grid;
  }

  private static void wrong(String text, Executable action) {
    String message = assertThrows(RuntimeException.class, action).getMessage();
    assertTrue(message.contains(text), message);
  }

  private static void reverse(KernelContext context, FloatArray in, FloatArray out, int n) {
    float[] tile = context.allocateFloatLocalArray(GROUP);
    tile[context.localIdx] = in.get(context.globalIdx);
    context.localBarrier();
    out.set(context.globalIdx, tile[context.localGroupSizeX - 1 - context.localIdx]);
  }

  private static void reverseTooSoon(KernelContext context, FloatArray in, FloatArray out, int n) {
    float[] tile = context.allocateFloatLocalArray(GROUP);
    tile[context.localIdx] = in.get(context.globalIdx);
    out.set(context.globalIdx, tile[context.localGroupSizeX - 1 - context.localIdx]);
  }

  private static void place(KernelContext context, FloatArray in, FloatArray out, int n) {
    int x = context.groupIdx * context.localGroupSizeX + context.localIdx;
    int y = context.groupIdy * context.localGroupSizeY + context.localIdy;
    int z = context.groupIdz * context.localGroupSizeZ + context.localIdz;
    boolean agree = x == context.globalIdx && y == context.globalIdy && z == context.globalIdz;
    int index = x + context.globalGroupSizeX * (y + context.globalGroupSizeY * z);
    out.set(index, agree ? index : Float.NaN);
  }

  private static void guarded(KernelContext context, FloatArray in, FloatArray out, int n) {
    if (context.globalIdx < n) {
      out.set(context.globalIdx, in.get(context.globalIdx));
    }
  }

  private static void half(KernelContext context, FloatArray in, FloatArray out, int n) {
    if (context.localIdx < GROUP / 2) {
      context.localBarrier();
    }
  }

  private static void greedy(KernelContext context, FloatArray in, FloatArray out, int n) {
    context.allocateFloatLocalArray(6 * 1024);
    context.allocateIntLocalArray(6 * 1024 + 1);
  }

  private static void uneven(KernelContext context, FloatArray in, FloatArray out, int n) {
    context.allocateFloatLocalArray(1 + context.localIdx % 2);
  }
}
