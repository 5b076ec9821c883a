package bb.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TornadoModelTest {
  private static final ModelInfo INFO =
      new ModelInfo(
          "Tiny",
          "tiny.bb",
          1,
          1,
          1,
          1,
          List.of(new InputInfo("x", "float32", List.of(2), Preprocess.NONE)),
          List.of(new OutputInfo("y", List.of(2))),
          List.of());

  private static final Device DEVICE = new Device("OpenCL", "device", true, false, 1 << 20);

  private final FakeNetwork network =
      new FakeNetwork(INFO, DEVICE, false, TornadoModelTest::negated);

  private final TornadoModel model = new TornadoModel(network);

  private static float[] negated(float[] input) {
    float[] output = new float[input.length];
    for (int i = 0; i < input.length; i++) {
      output[i] = -input[i];
    }
    return output;
  }

  private static float[] examples(int batch) {
    float[] input = new float[2 * batch];
    for (int i = 0; i < input.length; i++) {
      input[i] = i + 1;
    }
    return input;
  }

  private void run(int batch) {
    assertArrayEquals(negated(examples(batch)), model.predict(examples(batch)));
  }

  @AfterEach
  void reset() {
    System.clearProperty(Budget.PROPERTY);
    System.clearProperty(Budget.HOST_PROPERTY);
  }

  @Test
  void keepsTheProgramsOfBatchSizes() {
    for (int call = 0; call < 3; call++) {
      run(9);
      run(1);
    }
    assertEquals(List.of(9, 1), network.opened);
  }

  @Test
  void runsInThePreparedProgramThatIsNear() {
    run(8);
    run(7);
    run(4);
    run(9);
    run(16);
    assertEquals(List.of(8), network.opened, "filled up, or in two parts");
    run(3);
    run(17);
    assertEquals(List.of(8, 3, 17), network.opened, "none is near");
    run(5);
    assertEquals(List.of(8, 3, 17), network.opened);
  }

  @Test
  void preparesForExactlyASize() {
    run(8);
    model.prepare(7);
    model.prepare(7);
    run(7);
    assertEquals(List.of(8, 7), network.opened);
    assertEquals(3, network.runs, "one of them of zeros");
  }

  /** What was compiled before a run is in no profile of that run. */
  @Test
  void leavesItToTheRunToCompile() {
    model.open(8);
    assertEquals(List.of(8), network.opened);
    assertEquals(0, network.runs);
  }

  @Test
  void keepsAFewPrograms() {
    Stream.of(1, 3, 7, 15).forEach(this::run);
    run(1);
    run(31);
    assertEquals(List.of(1, 3, 7, 15, -3, 31), network.opened, "3 was not used for longest");
  }

  /** 1000 bytes of weights for each program, and 100 for each example. */
  @Test
  void keepsWhatFitsTogether() {
    System.setProperty(Budget.PROPERTY, "3000");
    run(1);
    run(9);
    assertEquals(List.of(1, 9), network.opened);
    run(20);
    assertEquals(List.of(1, 9, -1, -9, 20), network.opened);
  }

  /** Of the host it takes 1000 bytes for the weights of all, and 50 for each example. */
  @Test
  void keepsWhatTheHostHasRoomFor() {
    System.setProperty(Budget.HOST_PROPERTY, "1500");
    run(8);
    run(1);
    assertEquals(List.of(8, 1), network.opened);
    run(3);
    assertEquals(List.of(8, 1, -8, 3), network.opened);
  }

  @Test
  void runsInPartsWhatTheHostHasNoRoomFor() {
    System.setProperty(Budget.HOST_PROPERTY, "1250");
    run(20);
    assertEquals(List.of(5), network.opened);
    System.setProperty(Budget.HOST_PROPERTY, "1KB");
    UserError error = assertThrows(UserError.class, () -> run(1));
    assertEquals("`Tiny` needs 1.03 KiB of memory outside of Java's heap", error.getMessage());
    assertEquals(List.of("let it use more: `-XX:MaxDirectMemorySize=1g`"), error.helps());
  }

  /** What TornadoVM allocates is a little more than what is counted here. */
  @Test
  void makesRoomWhereItWasMistaken() {
    run(1);
    network.room = 4;
    run(4);
    assertEquals(List.of(1, 4, -1), network.opened);
    network.room = 3;
    UserError error = assertThrows(UserError.class, () -> run(4));
    assertEquals(ErrorCode.BB0634, error.code());
    assertEquals(List.of(1, 4, -1, -4), network.opened);
  }

  /** 1000 bytes of weights and 100 for each example: 4 fit. */
  @Test
  void runsInPartsWhatDoesNotFit() {
    System.setProperty(Budget.PROPERTY, "1450");
    run(4);
    assertEquals(List.of(4), network.opened);
    run(10);
    run(6);
    assertEquals(List.of(4), network.opened);
    model.prepare(6);
    assertEquals(List.of(4, -4, 3), network.opened);
  }

  @Test
  void refusesWhatCannotFit() {
    System.setProperty(Budget.PROPERTY, "1KB");
    UserError error = assertThrows(UserError.class, () -> run(1));
    assertEquals(ErrorCode.BB0634, error.code());
    assertEquals(List.of(), network.opened);
    assertEquals(
        "TornadoVM may use 1.00 KiB of the 1.00 MiB of device (OpenCL)", error.notes().get(1));
  }

  @Test
  void readsTheBudgetAsTornadoVmDoes() {
    assertEquals(4L << 30, Budget.bytes());
    Map.of("512MB", 512L << 20, "9GB", 9L << 30, "1TB", 1L << 40, "77", 77L)
        .forEach((text, bytes) -> {
          System.setProperty(Budget.PROPERTY, text);
          assertEquals(bytes, Budget.bytes(), text);
        });
    System.setProperty(Budget.PROPERTY, "999999999999EB");
    assertEquals(Long.MAX_VALUE, Budget.bytes());
  }

  @Test
  void beginsAnewAfterAFailure() {
    network.failure = Optional.of(new IllegalStateException("once"));
    assertThrows(IllegalStateException.class, () -> run(2));
    network.failure = Optional.empty();
    run(2);
    assertEquals(List.of(2, -2, 2), network.opened);
  }

  @Test
  void timesTheFirstPart() {
    System.setProperty(Budget.PROPERTY, "1250");
    Map<String, Tensor> inputs = Map.of("x", new Tensor(new int[] {5, 2}, examples(5)));
    TornadoModel.Timed timed = model.predictTimed(inputs);
    assertArrayEquals(negated(examples(5)), timed.outputs().get("y").data());
    assertEquals(2, timed.timings().tasks().size());
    assertEquals(1, timed.timings().methods());
  }

  @Test
  void needsHalvesIfTheNetworkHasThem() {
    FakeNetwork halves = new FakeNetwork(INFO, DEVICE, true, TornadoModelTest::negated);
    UserError error = assertThrows(UserError.class, () -> new TornadoModel(halves));
    assertTrue(error.getMessage().contains("16-bit"));
  }
}
