package bb.backend.cpu;

import bb.backend.cpu.plan.PlanOptions;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.program.Program;

/** The prose of what the CPU backend cannot do. */
final class CpuProblems {
  private CpuProblems() {}

  static Diagnostic largeActivations(Program program, long floats) {
    return Diagnostic.general(
            Code.BB0501,
            "the activations of `%s` are too large for the CPU backend".formatted(program.name()))
        .note("they take %,d numbers, and lie in one array".formatted(floats))
        .note(array())
        .help("use a smaller input or fewer channels");
  }

  static Diagnostic largeWeights(Program program, Program.Step step, long floats) {
    return Diagnostic.at(
            Code.BB0501,
            step.origin(),
            "a layer of `%s` has more weights than the CPU backend can hold"
                .formatted(program.name()),
            "they take %,d numbers".formatted(floats))
        .note(array())
        .help("make it of several layers, which are concatenated or added");
  }

  private static String array() {
    return "a Java array holds %,d numbers".formatted(PlanOptions.LARGEST);
  }
}
