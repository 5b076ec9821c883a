package bb.interpreter;

import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Runs a program in double precision, one example after the other, in the plainest loops there are:
 * the meaning of every kernel, against which backends and passes are tested. Tensors are arrays in
 * row-major order of their logical shape.
 */
public final class Interpreter {
  private Interpreter() {}

  /**
   * @param inputs for each input of the program, one or more examples, one after the other
   * @param tensors the elements of each tensor of the checkpoint, by name
   * @return for each output of the program, as many examples
   */
  public static Map<String, double[]> run(
      Program program, Map<String, double[]> inputs, Function<String, double[]> tensors) {
    return run(program, inputs, tensors, (_, result) -> result);
  }

  /**
   * As {@link #run(Program, Map, Function)}, with something done to what each step computes: to see
   * what becomes of a rounding.
   */
  public static Map<String, double[]> run(
      Program program,
      Map<String, double[]> inputs,
      Function<String, double[]> tensors,
      BiFunction<Step, double[], double[]> rounding) {
    Map<String, double[]> results = new LinkedHashMap<>();
    int batch = batch(program, inputs);
    List<List<double[]>> weights =
        program.steps().stream().map(step -> weights(step, tensors)).toList();
    for (int example = 0; example < batch; example++) {
      Map<Integer, double[]> values = new HashMap<>();
      for (Program.Input input : program.inputs()) {
        int size = size(input.value());
        values.put(
            input.value().id(),
            Arrays.copyOfRange(inputs.get(input.name()), example * size, (example + 1) * size));
      }
      for (int i = 0; i < program.steps().size(); i++) {
        Step step = program.steps().get(i);
        List<double[]> operands =
            step.inputs().stream().map(value -> values.get(value.id())).toList();
        double[] result = compute(step, operands, weights.get(i));
        values.put(step.output().id(), rounding.apply(step, result));
      }
      for (Program.Output output : program.outputs()) {
        int size = size(output.value());
        double[] all = results.computeIfAbsent(output.name(), _ -> new double[batch * size]);
        System.arraycopy(values.get(output.value().id()), 0, all, example * size, size);
      }
    }
    return results;
  }

  private static int batch(Program program, Map<String, double[]> inputs) {
    int batch = -1;
    for (Program.Input input : program.inputs()) {
      int length = inputs.get(input.name()).length;
      int size = size(input.value());
      if (length % size != 0 || (batch >= 0 && batch != length / size)) {
        throw new IllegalArgumentException(
            input.name() + " has " + length + " elements, not a batch of " + size);
      }
      batch = length / size;
    }
    return batch;
  }

  private static int size(Value value) {
    return Math.toIntExact(value.type().shape().elements());
  }

  private static List<double[]> weights(Step step, Function<String, double[]> tensors) {
    return step.weights().stream().map(weight -> Weights.evaluate(weight, tensors)).toList();
  }

  private static double[] compute(Step step, List<double[]> inputs, List<double[]> weights) {
    return switch (step.kernel()) {
      case Kernel.Convolution c -> Convolutions.convolution(c, step, inputs, weights);
      case Kernel.TransposedConvolution c -> Convolutions.transposed(c, step, inputs, weights);
      case Kernel.Pool p -> Pools.pool(p, step, inputs.getFirst());
      case Kernel.AdaptiveAveragePool _ -> Pools.adaptive(step, inputs.getFirst());
      case Kernel.Pointwise p -> Elements.pointwise(p, step, inputs, weights);
      case Kernel.LocalResponseNorm l -> Elements.localResponseNorm(l, step, inputs.getFirst());
      case Kernel.Softmax s -> Elements.softmax(s, step, inputs.getFirst());
      case Kernel.Resize r -> Resizing.resize(r, step, inputs.getFirst());
      case Kernel.Reshape _ -> inputs.getFirst();
      case Kernel.Permute p -> Movement.permute(p, step, inputs.getFirst());
      case Kernel.Pad p -> Movement.pad(p, step, inputs.getFirst());
      case Kernel.Slice s -> Movement.slice(s, step, inputs.getFirst());
      case Kernel.Concat c -> Movement.concat(c, step, inputs);
      case Kernel.ChannelShuffle s -> Movement.shuffle(s, step, inputs.getFirst());
      case Kernel.MatMul m -> Sequences.matMul(m, step, inputs);
      case Kernel.Attention a -> new Attending(a, step, inputs).result();
      case Kernel.Norm n -> Elements.norm(n, step, inputs.getFirst());
      case Kernel.Gather g -> Reductions.gather(g, step, inputs, weights);
      case Kernel.Reduce r -> Reductions.reduce(r, step, inputs.getFirst());
      case Kernel.SelectiveScan _ -> Sequences.selectiveScan(step, inputs);
      case Kernel.Recurrence r -> Recurrences.recurrence(r, step, inputs, weights);
      case Kernel.Sinusoid s -> Sequences.sinusoid(s, step, inputs.getFirst());
      case Kernel.Range _ -> Sequences.range(step);
      case Kernel.Constant _ -> weights.getFirst();
    };
  }
}
