package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoProfilerResult;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoDeviceNotFound;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;
import uk.ac.manchester.tornado.api.types.HalfFloat;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;
import uk.ac.manchester.tornado.cublas.CuBlasOptions;
import uk.ac.manchester.tornado.cublas.enums.CuBlasMathMode;
import uk.ac.manchester.tornado.cublas.enums.CuBlasOperation;

/** Stand-ins of devices, of what they measure, and of the library that only some have. */
final class StandInDevicesTest {
  private static final String DEVICES = "standin.devices";
  private static final int EVERY = DataTransferMode.EVERY_EXECUTION;
  private static final int N = CuBlasOperation.CUBLAS_OP_N.operation();
  private static final int T = CuBlasOperation.CUBLAS_OP_T.operation();

  @AfterEach
  void forgetDevices() {
    System.clearProperty(DEVICES);
  }

  @Test
  void aPropertyListsTheDevices() {
    System.setProperty(DEVICES, "opencl:cpu,cuda:gpu,opencl:gpu");
    TornadoBackend first = TornadoExecutionPlan.getTornadoDeviceMap().getAllBackends().getFirst();
    assertEquals(TornadoVMBackendType.OPENCL, first.getBackendType());
    assertEquals(TornadoDeviceType.GPU, first.getDevice(1).getDeviceType());
    assertEquals("opencl-0-1", first.getDevice(1).getDeviceName());
    assertEquals("cuda-1-0", TornadoExecutionPlan.getDevice(1, 0).getDeviceName());
  }

  @Test
  void thereMayBeNone() {
    System.setProperty(DEVICES, "");
    assertEquals(0, TornadoRuntimeProvider.getTornadoRuntime().getNumBackends());
    assertThrows(TornadoDeviceNotFound.class, TornadoExecutionPlan::new);
  }

  @Test
  void compilingIsMeasuredOnce() {
    TornadoExecutionPlan plan = halving().withProfiler(ProfilerMode.SILENT);
    TornadoProfilerResult first = plan.execute().getProfilerResult();
    assertEquals(first.getTornadoCompilerTime() * 3, first.getCompileTime());
    assertTrue(first.getProfileLog().contains("\"g.t\": {\"BACKEND\": \"OPENCL\""));
    TornadoProfilerResult second = plan.execute().getProfilerResult();
    assertEquals(0, second.getCompileTime());
    assertEquals(2, second.getProfileLog().lines().count(), "the log goes on");
  }

  @Test
  void nothingIsMeasuredWithoutAProfiler() {
    TornadoProfilerResult result = halving().execute().getProfilerResult();
    assertEquals(0, result.getTotalTime());
    assertEquals("", result.getProfileLog());
  }

  @Test
  void whatIsCompiledBeforeIsNotMeasured() {
    TornadoExecutionPlan plan = halving().withProfiler(ProfilerMode.SILENT).withPreCompilation();
    assertEquals(0, plan.execute().getProfilerResult().getCompileTime());
  }

  @Test
  void librariesAreOfCuda() {
    FloatArray a = FloatArray.fromElements(1);
    TaskGraph graph = new TaskGraph("g").transferToDevice(EVERY, a);
    graph.libraryTask("t", StandInDevicesTest::squares, a, new FloatArray(1));
    TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot());
    assertThrows(TornadoBailoutRuntimeException.class, plan::execute);
  }

  @Test
  void aLibraryTaskRunsOnTheDevicesArrays() {
    System.setProperty(DEVICES, "cuda:gpu");
    FloatArray a = FloatArray.fromElements(3);
    FloatArray c = FloatArray.fromElements(Float.NaN);
    TaskGraph graph = new TaskGraph("g").transferToDevice(EVERY, a);
    graph.libraryTask("t", StandInDevicesTest::squares, a, c).transferToHost(EVERY, c);
    new TornadoExecutionPlan(graph.snapshot()).execute();
    assertEquals(9, c.get(0));
  }

  /** a = (1 2 3; 4 5 6), b = (1 0; 2 1; 0 3), and what c is before is (1 1; 1 1). */
  @Test
  void productsAreOfColumns() {
    FloatArray columns = FloatArray.fromElements(1, 4, 2, 5, 3, 6);
    FloatArray rows = FloatArray.fromElements(1, 2, 3, 4, 5, 6);
    FloatArray b = FloatArray.fromElements(1, 2, 0, 0, 1, 3);
    float[] expected = {12, 30, 24, 48};
    FloatArray c = FloatArray.fromElements(1, 1, 1, 1);
    run(CuBlas.cublasSgemm(N, N, 2, 2, 3, 2, columns, 2, b, 3, 2, c, 2));
    assertArrayEquals(expected, c.toHeapArray());
    c.init(1);
    run(CuBlas.cublasSgemmTF32(T, N, 2, 2, 3, 2, rows, 3, b, 3, 2, c, 2));
    assertArrayEquals(expected, c.toHeapArray());
  }

  @Test
  void productsShareAMatrixWithoutAStride() {
    FloatArray a = FloatArray.fromElements(2);
    FloatArray b = FloatArray.fromElements(1, 2, 3);
    FloatArray c = FloatArray.fromElements(0, Float.NaN, 0);
    run(CuBlas.cublasSgemmStridedBatched(N, N, 1, 1, 1, 1, a, 1, 0, b, 1, 1, 0, c, 1, 1, 3));
    assertArrayEquals(new float[] {2, 4, 6}, c.toHeapArray());
  }

  @Test
  void productsOfHalvesAreAddedUpAsFloats() {
    HalfFloatArray ones = new HalfFloatArray(4000);
    ones.init(new HalfFloat(1));
    FloatArray c = new FloatArray(1);
    run(CuBlas.cublasGemmExFP16FP32(T, N, 1, 1, 4000, 1, ones, 4000, ones, 4000, 0, c, 1));
    assertEquals(4000, c.get(0));
    HalfFloatArray half = new HalfFloatArray(1);
    run(CuBlas.cublasGemmExFP16(T, N, 1, 1, 2001, 1, ones, 4000, ones, 4000, 0, half, 1));
    assertEquals(2001, half.get(0).getFloat32());
  }

  private static TornadoExecutionPlan halving() {
    FloatArray in = FloatArray.fromElements(2);
    FloatArray out = new FloatArray(1);
    return new TornadoExecutionPlan(
        new TaskGraph("g")
            .transferToDevice(EVERY, in)
            .task("t", (from, to) -> to.set(0, from.get(0) / 2), in, out)
            .transferToHost(EVERY, out)
            .snapshot());
  }

  private static LibraryTaskDescriptor squares(FloatArray a, FloatArray c) {
    return CuBlas.cublasSgemm(N, N, 1, 1, 1, 1, a, 1, a, 1, 0, c, 1)
        .withTuning(new CuBlasOptions().withMathMode(CuBlasMathMode.CUBLAS_TF32_TENSOR_OP_MATH));
  }

  private static void run(LibraryTaskDescriptor call) {
    ((Runnable) call).run();
  }
}
