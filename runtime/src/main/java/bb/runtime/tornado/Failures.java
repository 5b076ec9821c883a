package bb.runtime.tornado;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;

/** Makes what TornadoVM throws something a user can act on. */
public final class Failures {
  private static final ErrorCode NO_DEVICE = ErrorCode.BB0631;
  private static final ErrorCode MEMORY = ErrorCode.BB0634;
  private static final ErrorCode FEATURE = ErrorCode.BB0635;
  private static final ErrorCode KERNEL = ErrorCode.BB0636;
  private static final ErrorCode OTHER = ErrorCode.BB0637;

  private Failures() {}

  /** Whether it is about a kernel that could not be compiled, so that it is worth asking which. */
  public static boolean isCompilation(Throwable failure) {
    Symptoms symptoms = new Symptoms(failure);
    return symptoms.isTornados() && !symptoms.isOutOfMemory() && symptoms.isCompilation();
  }

  /** Whether there was too little memory, of the device or of the host outside of Java's heap. */
  static boolean isOutOfMemory(Throwable failure) {
    return failure instanceof OutOfMemoryError || new Symptoms(failure).isOutOfMemory();
  }

  /** What was thrown when TornadoVM was asked for its device; throws it again if it is a bug. */
  public static UserError ofDevice(Throwable failure) {
    Symptoms symptoms = new Symptoms(failure);
    if (symptoms.isTornados() || symptoms.isNoDevice() || failure instanceof LinkageError) {
      return noDevice(symptoms);
    }
    throw thrown(failure);
  }

  /** What was thrown when a batch of {@code batch} examples ran. */
  static RuntimeException of(Throwable failure, DeviceNetwork network, int batch) {
    Symptoms symptoms = new Symptoms(failure);
    boolean ours = failure instanceof UserError || failure instanceof OutOfMemoryError;
    if (ours || !symptoms.isTornados()) {
      return thrown(failure);
    }
    if (symptoms.isOutOfMemory()) {
      return outOfMemory(network, batch, symptoms.said());
    }
    if (symptoms.isNoDevice()) {
      return noDevice(symptoms);
    }
    String name = network.info().network();
    if (symptoms.isUnsupported()) {
      return new UserError(
              FEATURE, "%s lacks something that `%s` needs".formatted(network.device(), name))
          .note("TornadoVM said: " + symptoms.said())
          .help(processor());
    }
    return symptoms.isCompilation() || failure instanceof KernelFailure
        ? notCompiled(failure, symptoms, network)
        : new UserError(OTHER, "`%s` failed on %s".formatted(name, network.device()))
            .note("TornadoVM said: " + symptoms.said())
            .help(processor())
            .help(report());
  }

  /** Our own mistakes stay what they are. */
  private static RuntimeException thrown(Throwable failure) {
    return switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(failure);
    };
  }

  private static UserError noDevice(Symptoms symptoms) {
    return new UserError(NO_DEVICE, "TornadoVM finds no device")
        .note("TornadoVM said: " + symptoms.said())
        .help("`bbc doctor` looks for drivers and says which are missing");
  }

  private static UserError notCompiled(
      Throwable failure, Symptoms symptoms, DeviceNetwork network) {
    String which =
        failure instanceof KernelFailure kernel && !kernel.layer().isEmpty()
            ? "layer `%s`".formatted(kernel.layer())
            : "a layer of `%s`".formatted(network.info().network());
    return new UserError(
            KERNEL, "TornadoVM could not compile %s for %s".formatted(which, network.device()))
        .note("TornadoVM said: " + symptoms.said())
        .help(processor())
        .help(report());
  }

  /** Where 16-bit floats are needed and missing. */
  static UserError noHalves(DeviceNetwork network) {
    return new UserError(
            FEATURE,
            "%s has no 16-bit floats, and `%s` was compiled with `--precision fp16`"
                .formatted(network.device(), network.info().network()))
        .help("compile the network with `--precision fp32`")
        .help(processor());
  }

  /** Where {@code batch} examples did not fit, by TornadoVM's word. */
  private static UserError outOfMemory(DeviceNetwork network, int batch, String said) {
    UserError error = tooLittle(network, batch).note("TornadoVM said: " + said);
    return batch == 1
        ? error
        : error.help("or run fewer examples at a time: `--batch %d`".formatted(batch / 2));
  }

  /** Where not even one example fits. */
  static UserError outOfMemory(DeviceNetwork network) {
    return tooLittle(network, 1);
  }

  private static UserError tooLittle(DeviceNetwork network, int batch) {
    if (Budget.onDevice(network) > 0 && Budget.onHost(network) == 0) {
      return tooLittleBesideTheHeap(network);
    }
    long bytes = Budget.needed(network, batch);
    return new UserError(
            MEMORY,
            "`%s` needs %s of device memory"
                .formatted(network.info().network(), Budget.text(bytes)))
        .note(
            "weights: %s; activations: %s for %s"
                .formatted(
                    Budget.text(network.weightBytes()),
                    Budget.text(batch * network.activationBytes()),
                    batch == 1 ? "one example" : "a batch of " + batch))
        .note(
            "TornadoVM may use %s of the %s of %s"
                .formatted(
                    Budget.text(Budget.bytes()),
                    Budget.text(network.device().memory()),
                    network.device()))
        .help(
            "let it use more, after the argument file: `%s`"
                .formatted(Budget.option(Math.max(Budget.bytes(), bytes))));
  }

  private static UserError tooLittleBesideTheHeap(DeviceNetwork network) {
    long bytes = network.weightBytes() + network.hostBytes();
    return new UserError(
            MEMORY,
            "`%s` needs %s of memory outside of Java's heap"
                .formatted(network.info().network(), Budget.text(bytes)))
        .note(
            "each array of the device has a twin there, and Java may use %s"
                .formatted(Budget.text(Budget.hostBytes())))
        .help("let it use more: `%s`".formatted(Budget.hostOption(bytes)));
  }

  private static String processor() {
    return "run it on the processor: `--engine cpu`";
  }

  private static String report() {
    return "and please report it, with the network";
  }
}
