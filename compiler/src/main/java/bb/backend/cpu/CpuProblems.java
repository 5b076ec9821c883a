package bb.backend.cpu;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.program.Program;

/** The prose of what the CPU backend cannot do. */
final class CpuProblems {
  private CpuProblems() {}

  /**
   * @param floats how many numbers {@code what} takes; {@link Long#MAX_VALUE} if they are more
   */
  static Diagnostic tooLarge(Program program, String what, long floats, long limit) {
    String size = floats == Long.MAX_VALUE ? "more than 2^63" : "%,d".formatted(floats);
    return Diagnostic.general(
            Code.BB0501,
            "the %s of `%s` are too large for the CPU backend".formatted(what, program.name()))
        .note("they take %s numbers; a Java array holds %,d".formatted(size, limit))
        .help("use a smaller input or fewer channels");
  }
}
