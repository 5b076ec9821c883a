package bb.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Approved;
import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.UserError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoDeviceFP64NotSupported;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

/** Throwables as TornadoVM 5.2 throws them, word for word, and what becomes of them. */
final class FailuresTest {
  private static final FakeNetwork NETWORK =
      new FakeNetwork(
          new ModelInfo("Tiny", "tiny.bb", 1, 1, 1, 1, List.of(), List.of(), List.of()),
          new Device("OpenCL", "NVIDIA H200", true, true, 8L << 30),
          false,
          UnaryOperator.identity());

  /** Thrown where Graal compiles, with nothing in it that says so but the stack. */
  private static Throwable withoutDebugInformation() {
    NullPointerException failure =
        new NullPointerException(
            "Cannot invoke \"jdk.vm.ci.meta.LocalVariableTable.getLocalsAt(int)\" because the"
                + " return value of"
                + " \"jdk.vm.ci.meta.ResolvedJavaMethod.getLocalVariableTable()\" is null");
    return thrownIn(
        failure, "uk.ac.manchester.tornado.drivers.opencl.graal.compiler.OCLNodeLIRBuilder");
  }

  private static Throwable thrownIn(Throwable failure, String type) {
    failure.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(type, "method", "File.java", 1)});
    return failure;
  }

  private static Map<String, Throwable> failures() {
    Map<String, Throwable> failures = new LinkedHashMap<>();
    failures.put(
        "the budget is used up",
        new TornadoOutOfMemoryException(
            "Unable to allocate 576016 bytes of memory.\u001B[33m\n"
                + "\tTo increase the maximum device memory, use"
                + " -Dtornado.device.memory=<X>GB\n\u001B[0m"));
    failures.put(
        "memory, while a kernel was launched",
        new TornadoBailoutRuntimeException(
            "\u001B[31mBailout is disabled. \nReason: \u001B[31mBailout from LAUNCH Bytecode: \n"
                + "Reason: uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException:"
                + " [ERROR] Unable to allocate 4 GB on the CUDA device\u001B[0m\u001B[0m"));
    failures.put(
        "no 64-bit floats",
        new TornadoDeviceFP64NotSupported(
            "The current OpenCL device (Arc A770) does not support FP64"));
    failures.put(
        "a kernel, and it is known which",
        new KernelFailure(
            "stem.conv (net.bb:12)",
            new TornadoInternalError(
                "unimplemented: dynamically sized array declarations are not supported")));
    failures.put(
        "the driver refuses a kernel",
        new TornadoBailoutRuntimeException(
            "\u001B[31mBailout is disabled. \nReason: \u001B[31mUnable to compile task s0.t1 -"
                + " move0\nThe internal error is: \u001B[31mError during code compilation with the"
                + " OpenCL driver\u001B[0m\nStacktrace: [tornado.drivers.opencl@5.2.0-jdk25/…]"));
    failures.put("no debug information", withoutDebugInformation());
    failures.put(
        "something else",
        new TornadoBailoutRuntimeException("[TornadoVM] Error - Recover option disabled"));
    return failures;
  }

  @Test
  void saysWhatToDo() throws IOException {
    StringBuilder text = new StringBuilder();
    failures()
        .forEach((what, failure) -> {
          UserError error = (UserError) Failures.of(failure, NETWORK, 64);
          text.append("# ").append(what).append('\n').append(error.text()).append('\n');
        });
    Approved.check("device-failures.txt", text.toString());
  }

  @Test
  void ourOwnMistakesStayWhatTheyAre() {
    IllegalStateException ours = new IllegalStateException("ours");
    assertSame(ours, Failures.of(ours, NETWORK, 1));
    UserError error = new UserError(ErrorCode.BB0601, "there is no file");
    assertSame(error, Failures.of(error, NETWORK, 1));
    Error memory = new OutOfMemoryError("Java heap space");
    thrownIn(memory, "uk.ac.manchester.tornado.api.types.arrays.FloatArray");
    assertSame(memory, assertThrows(OutOfMemoryError.class, () -> Failures.of(memory, NETWORK, 1)));
    assertSame(ours, assertThrows(IllegalStateException.class, () -> Failures.ofDevice(ours)));
  }

  @Test
  void knowsWhenToAskForTheKernel() {
    assertTrue(Failures.isCompilation(withoutDebugInformation()));
    assertTrue(Failures.isCompilation(failures().get("the driver refuses a kernel")));
    assertFalse(Failures.isCompilation(failures().get("the budget is used up")));
    assertFalse(Failures.isCompilation(failures().get("something else")));
    assertFalse(Failures.isCompilation(new IllegalStateException("Unable to compile")));
  }

  @Test
  void aMissingDriverIsNoDevice() {
    UserError unlinked =
        Failures.ofDevice(new UnsatisfiedLinkError("libOpenCL.so.1: cannot open shared object"));
    assertEquals(ErrorCode.BB0631, unlinked.code());
    assertEquals(
        "TornadoVM said: UnsatisfiedLinkError: libOpenCL.so.1: cannot open shared object",
        unlinked.notes().getFirst());
  }
}
