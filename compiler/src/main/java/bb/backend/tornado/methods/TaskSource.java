package bb.backend.tornado.methods;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.source.SourceText;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.plan.Slots;
import bb.backend.tornado.plan.Task;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Writes the statements that add tasks to a graph of {@code Stages s}, for {@code int n} examples.
 *
 * @param parallel the class of the kernels as parallel loops
 * @param methods the kernels' methods
 * @param launchers what adds a kernel's task
 */
public record TaskSource(
    ClassName parallel,
    KernelMethods methods,
    Launchers launchers,
    Slots slots,
    Precision precision) {

  /** The most characters of a literal that stand on one line. */
  private static final int LINE = 80;

  /** A statement that adds a task of the network. */
  public CodeBlock of(Task task) {
    List<CodeBlock> arrays = task.operands().stream().map(this::operand).toList();
    IndexExpr examples = N.times(task.planes());
    return CodeBlock.builder()
        .addStatement("$L", launchers.call(task.kernel(), literal(task.layer()), arrays, examples))
        .build();
  }

  /** The most arguments that a task can have. */
  public int arguments(Task task) {
    Call loops = methods.loops(task.kernel());
    int arguments =
        Stream.concat(
                Stream.of(loops),
                methods.groups(task.kernel()).stream().map(KernelMethods.Tiled::call))
            .mapToInt(call -> call.params().size() + call.sizes().size())
            .max()
            .orElse(0);
    return 2 + arguments;
  }

  /** A string literal, on several lines if it is long. */
  public static CodeBlock literal(SourceText text) {
    CodeBlock.Builder code = CodeBlock.builder();
    int length = 0;
    for (String part : text.toString().split("(?<=, )")) {
      if (length > 0 && length + part.length() > LINE) {
        code.add("\"$W+ \"");
        length = 0;
      }
      code.add("$L", part);
      length += part.length();
    }
    return code.build();
  }

  /** The array of an operand; those of weights are {@code w}. */
  public CodeBlock operand(Task.Operand operand) {
    return switch (operand) {
      case Task.Input(int index) -> CodeBlock.of("s.inputs.get($L)", index);
      case Task.Output(int index) -> CodeBlock.of("s.outputs.get($L)", index);
      case Task.Slot(int index) ->
          CodeBlock.of(
              "s.$L($L)", isFloats(slots.isExact(index)) ? "floatSlot" : "halfSlot", index);
      case Task.Weight(int index) -> CodeBlock.of("w[$L]", index);
    };
  }

  /** A statement by which the host computes what a task would. */
  public CodeBlock onHost(Task task) {
    Call call = methods.loops(task.kernel());
    return CodeBlock.builder()
        .addStatement(
            "$T.$N($L,$W$L$L)",
            parallel,
            call.method(),
            task.operands().stream().map(this::operand).collect(CodeBlock.joining(",$W")),
            N.times(task.planes()),
            Launchers.sizes(call))
        .build();
  }

  /**
   * The arrays that tasks read and none writes, each once: weights, and what the host computes.
   *
   * @param code an operand of a task, by its number
   */
  public CodeBlock constants(List<Task> tasks, BiFunction<Task, Integer, CodeBlock> code) {
    SortedMap<Integer, Set<CodeBlock>> weights = new TreeMap<>();
    SortedMap<Integer, Set<CodeBlock>> ready = new TreeMap<>();
    for (Task task : tasks) {
      for (int i = 0; i < task.operands().size(); i++) {
        switch (task.operands().get(i)) {
          case Task.Weight(int index) ->
              weights.computeIfAbsent(index, _ -> new LinkedHashSet<>()).add(code.apply(task, i));
          case Task.Slot(int index) when slots.isReady(index) ->
              ready.computeIfAbsent(index, _ -> new LinkedHashSet<>()).add(code.apply(task, i));
          default -> {}
        }
      }
    }
    return Stream.concat(weights.values().stream(), ready.values().stream())
        .flatMap(Set::stream)
        .collect(CodeBlock.joining(",$W"));
  }

  /** Whether an array is of 32-bit floats. */
  public boolean isFloats(boolean exact) {
    return exact || precision == Precision.FP32;
  }

  /** What of the inputs the tasks read. */
  public CodeBlock takes(List<Task> tasks) {
    return crossing("takes", tasks, o -> o instanceof Task.Input(int i) ? i : -1);
  }

  /** What of the outputs the tasks write. */
  public CodeBlock gives(List<Task> tasks) {
    return crossing("gives", tasks, o -> o instanceof Task.Output(int i) ? i : -1);
  }

  /**
   * A statement that names the inputs or outputs of the tasks; none if they have none.
   *
   * @param number of an input or output; negative for other operands
   */
  private static CodeBlock crossing(
      String method, List<Task> tasks, ToIntFunction<Task.Operand> number) {
    List<CodeBlock> numbers =
        tasks.stream()
            .flatMap(task -> task.operands().stream())
            .mapToInt(number)
            .filter(i -> i >= 0)
            .mapToObj(i -> CodeBlock.of("$L", i))
            .toList();
    CodeBlock.Builder code = CodeBlock.builder();
    if (!numbers.isEmpty()) {
      code.addStatement("s.$N($L)", method, CodeBlock.join(numbers, ", "));
    }
    return code.build();
  }
}
