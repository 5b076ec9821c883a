package bb.cli;

import bb.backend.cpu.plan.PlanOptions;
import picocli.CommandLine.Option;

/** {@code --no-winograd}, which all commands that make a network run have. */
final class PlanOption {
  @Option(
      names = "--no-winograd",
      description =
          "Compute 3x3 convolutions as they are defined, rather than by fewer multiplications:"
              + " slower, in less memory, and with smaller rounding errors.")
  private boolean direct;

  PlanOptions options() {
    return new PlanOptions(!direct);
  }
}
