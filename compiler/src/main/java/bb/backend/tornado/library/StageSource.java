package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.DeviceTypes;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.TaskSource;
import bb.backend.tornado.plan.Task;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/**
 * Writes the methods that add a network's tasks, one for each graph. A kernel that a library can
 * compute, too, takes the form that {@code Choices c} says, which is our own where there are no
 * libraries.
 *
 * @param network the class of these methods
 */
public record StageSource(TaskSource tasks, LibraryKernels kernels, ClassName network) {
  /** Tasks of one graph. */
  private static final int STAGE = 60;

  /** Bytes of one graph before it is compiled, by TornadoVM's count; it has no more than 8192. */
  private static final int STAGE_BYTES = 7000;

  /** Nodes of one graph, of which TornadoVM has room for 1024. */
  private static final int STAGE_NODES = 1000;

  /** Nodes of an array: itself, what brings it to the device, and what takes it away. */
  private static final int NODES_OF_ARRAY = 3;

  /** Nodes of a task, apart from its arrays and numbers. */
  private static final int NODES_OF_TASK = 3;

  /** The methods. */
  public List<MethodSpec> stages(List<Task> all) {
    List<MethodSpec> methods = new ArrayList<>();
    for (List<Task> stage : packed(all)) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("stage" + methods.size())
              .addModifiers(Modifier.PRIVATE)
              .addParameter(DeviceTypes.STAGES, "s");
      if (!kernels.isEmpty()) {
        method.addParameter(choices(), "c");
      }
      method.addParameter(TypeName.INT, "n");
      method.addStatement("s.stage($L)", tasks.constants(stage, this::operand));
      method.addCode(tasks.takes(stage));
      stage.forEach(task -> method.addCode(task(task)));
      methods.add(method.addCode(tasks.gives(stage)).build());
    }
    return methods;
  }

  /** What a graph has room for. */
  private static final class Room {
    private final List<Task> tasks = new ArrayList<>();
    private final Set<Task.Operand> arrays = new HashSet<>();
    private int left = STAGE;
    private int bytes = STAGE_BYTES;
    private int nodes = STAGE_NODES;

    /**
     * Adds a kernel's tasks if they fit; a graph has room for any one.
     *
     * @param count how many there are
     * @param arguments the most that one of them has
     */
    boolean add(Task task, int count, int arguments) {
      int numbers = arguments - task.operands().size();
      int newArrays =
          (int) task.operands().stream().distinct().filter(a -> !arrays.contains(a)).count();
      int newBytes = count * (15 + 5 * arguments);
      int newNodes = count * (NODES_OF_TASK + numbers) + NODES_OF_ARRAY * newArrays;
      boolean fits = count <= left && newBytes <= bytes && newNodes <= nodes;
      if (!fits && !tasks.isEmpty()) {
        return false;
      }
      tasks.add(task);
      arrays.addAll(task.operands());
      left -= count;
      bytes -= newBytes;
      nodes -= newNodes;
      return true;
    }
  }

  /** As many tasks to a graph as fit, whatever forms they take. */
  private List<List<Task>> packed(List<Task> all) {
    List<Room> graphs = new ArrayList<>();
    for (Task task : all) {
      int count =
          kernels.forms(task.kernel()).stream().mapToInt(LibraryForm::tasks).max().orElse(1);
      int arguments = Math.max(LibraryForm.ARGUMENTS, tasks.arguments(task));
      if (graphs.isEmpty() || !graphs.getLast().add(task, count, arguments)) {
        graphs.add(new Room());
        graphs.getLast().add(task, count, arguments);
      }
    }
    return graphs.stream().map(graph -> graph.tasks).toList();
  }

  private CodeBlock task(Task task) {
    if (!kernels.isChosen(task)) {
      return tasks.of(task);
    }
    CodeBlock.Builder call = CodeBlock.builder();
    call.add("c.task($S,$W$L", kernels.label(task.kernel()), TaskSource.literal(task.layer()));
    for (int number = 0; number < task.operands().size(); number++) {
      call.add(",$W$L", operand(task, number));
    }
    return CodeBlock.builder().addStatement("$L)", call.build()).build();
  }

  /** An operand, or its form for a library. */
  private CodeBlock operand(Task task, int number) {
    CodeBlock operand = tasks.operand(task.operands().get(number));
    boolean converts =
        kernels.isChosen(task)
            && kernels.forms(task.kernel()).stream().anyMatch(ConvolutionForm.class::isInstance)
            && number == LibraryCode.filter((Convolve) task.kernel());
    return converts
        ? CodeBlock.of("c.filter($S, $L)", kernels.label(task.kernel()), operand)
        : operand;
  }

  /** The type of {@code c}. */
  public TypeName choices() {
    return ParameterizedTypeName.get(DeviceTypes.CHOICES, tasks.precision().array(false));
  }

  /**
   * The methods that add a task of a kernel in our own form, where there are others. The first
   * knows all kernels.
   */
  public List<MethodSpec> own() {
    List<List<DeviceKernel>> chunks = kernels.chunks();
    return IntStream.range(0, chunks.size())
        .mapToObj(number -> own(chunks.get(number), number, number + 1 == chunks.size()))
        .toList();
  }

  private MethodSpec own(List<DeviceKernel> chunk, int number, boolean last) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("own" + number)
            .addModifiers(Modifier.STATIC)
            .addParameter(String.class, "kernel")
            .addParameter(DeviceTypes.STAGES, "s")
            .addParameter(String.class, "layer")
            .addParameter(TypeName.INT, "n")
            .addParameter(ArrayTypeName.of(tasks.precision().array(false)), "a")
            .beginControlFlow("switch (kernel)");
    for (DeviceKernel kernel : chunk) {
      List<CodeBlock> arrays =
          IntStream.range(0, kernel.params().size()).mapToObj(LibraryCode::array).toList();
      method.addStatement(
          "case $S ->$W$L",
          kernels.label(kernel),
          tasks.launchers().call(kernel, CodeBlock.of("layer"), arrays, N));
    }
    if (last) {
      method.addStatement("default -> throw new $T(kernel)", IllegalArgumentException.class);
    } else {
      method.addStatement("default -> own$L(kernel, s, layer, n, a)", number + 1);
    }
    return method.endControlFlow().build();
  }
}
