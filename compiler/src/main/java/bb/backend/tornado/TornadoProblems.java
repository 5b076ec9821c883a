package bb.backend.tornado;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.program.Program;

/** The prose of what the TornadoVM backend cannot do. */
final class TornadoProblems {
  private TornadoProblems() {}

  static Diagnostic tooLarge(Program program, String numbers, long limit) {
    return Diagnostic.general(
            Code.BB0505, "`%s` is too large for the TornadoVM backend".formatted(program.name()))
        .note("one of its arrays takes %s numbers; an index reaches %,d".formatted(numbers, limit))
        .help("use a smaller input or fewer channels");
  }
}
