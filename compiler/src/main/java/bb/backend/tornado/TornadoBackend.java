package bb.backend.tornado;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.emit.DeviceSource;
import bb.backend.tornado.plan.DeviceWeight;
import bb.backend.tornado.plan.TornadoPlan;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The TornadoVM backend: program in, Java sources out, to be added to those of the CPU backend. */
public final class TornadoBackend {
  /** The largest number of elements that a kernel's index reaches. */
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64L;

  private TornadoBackend() {}

  /**
   * Writes the classes of a model; empty, with a diagnostic, if an array cannot hold it.
   *
   * @param home the package of the classes, in which the model's other ones lie
   */
  public static Optional<List<GeneratedFile>> generate(
      Graph graph, Program program, Precision precision, JavaPackage home, Problems problems) {
    try {
      TornadoPlan plan = TornadoPlan.of(program);
      long largest = largest(plan);
      if (largest <= MAX_ELEMENTS) {
        return Optional.of(
            new DeviceSource(graph, plan, precision, home, MAX_ELEMENTS / largest).files());
      }
      problems.add(TornadoProblems.tooLarge(program, "%,d".formatted(largest), MAX_ELEMENTS));
    } catch (ArithmeticException _) {
      problems.add(TornadoProblems.tooLarge(program, "more than 2^63", MAX_ELEMENTS));
    }
    return Optional.empty();
  }

  private static long largest(TornadoPlan plan) {
    Stream<Long> ends =
        Stream.concat(
            plan.program().inputs().stream().map(input -> input.value().type().shape().elements()),
            plan.program().outputs().stream()
                .map(output -> output.value().type().shape().elements()));
    return LongStream.concat(
            LongStream.concat(
                plan.slots().sizes().stream().mapToLong(Long::longValue),
                plan.weights().stream().mapToLong(DeviceWeight::elements)),
            ends.mapToLong(Long::longValue))
        .max()
        .orElse(1);
  }
}
