package uk.ac.manchester.tornado.api.enums;

/** When an array is copied between host and device. */
public final class DataTransferMode {
  /** Only when the task graph runs for the first time: weights. */
  public static final int FIRST_EXECUTION = 0;

  /** Each time: inputs and outputs. */
  public static final int EVERY_EXECUTION = 1;

  /** When {@code TornadoExecutionResult.transferToHost} asks for it. */
  public static final int UNDER_DEMAND = 2;

  private DataTransferMode() {}
}
