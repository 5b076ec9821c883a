package bb.backend.cpu;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.program.Program;

/** The prose of what the CPU backend cannot do. */
final class CpuProblems {
  private CpuProblems() {}

  static Diagnostic tooLarge(Program program, String what, long floats, long limit) {
    return Diagnostic.general(
            Code.BB0501,
            "the %s of `%s` are too large for the CPU backend".formatted(what, program.name()))
        .note("they take %,d numbers; a Java array holds %,d".formatted(floats, limit))
        .help("use a smaller input or fewer channels");
  }
}
