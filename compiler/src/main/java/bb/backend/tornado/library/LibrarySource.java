package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.Adders;
import bb.backend.tornado.methods.KernelMethods;
import bb.backend.tornado.methods.KernelSource;
import bb.backend.tornado.methods.Launchers;
import bb.backend.tornado.methods.SharedMethod;
import bb.backend.tornado.methods.SharedMethods;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.methods.TaskSource;
import bb.backend.tornado.plan.Task;
import bb.backend.tornado.plan.TornadoPlan;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.lang.model.element.Modifier;

/**
 * Writes the class that adds a network's tasks where there are the libraries of CUDA: each kernel
 * that a library can compute, too, in the form that {@code Choices} says.
 */
public final class LibrarySource {
  /** The form that needs no library, as in {@code Choices}. */
  private static final String OWN = "kernel";

  /** Tasks of one graph. */
  private static final int STAGE = 60;

  /** Bytes of one graph before it is compiled, by TornadoVM's count; it has no more than 8192. */
  private static final int STAGE_BYTES = 7000;

  /** Kernels that one method announces. */
  private static final int CHUNK = 50;

  /** Sizes that a method of a form takes. */
  private static final int MOST_SIZES = 30;

  /** Arrays between the tasks of a form; generated code has as many. */
  private static final int MOST_SCRATCH = 4;

  private final TornadoPlan plan;
  private final TaskSource tasks;
  private final ClassName type;
  private final ClassName network;
  private final ClassName choices;
  private final ClassName candidates;
  private final ClassName stages;
  private final TypeName array;
  private final LibraryCode code;

  /** The kernels that libraries can compute, and their numbers. */
  private final Map<DeviceKernel, Integer> kernels = new LinkedHashMap<>();

  /** The methods of forms. */
  private final SharedMethods methods = new SharedMethods();

  private final Map<LibraryForm, SharedMethods.Use> uses = new HashMap<>();

  public LibrarySource(TornadoPlan plan, TaskSource tasks, ClassName network, ClassName type) {
    this.plan = plan;
    this.tasks = tasks;
    this.type = type;
    this.network = network;
    this.choices = type.peerClass("Choices");
    this.candidates = type.peerClass("Candidates");
    this.stages = type.peerClass("Stages");
    this.array = tasks.precision().array(false);
    plan.tasks().stream()
        .map(Task::kernel)
        .filter(kernel -> !forms(kernel).isEmpty())
        .forEach(kernel -> kernels.putIfAbsent(kernel, kernels.size()));
    List<DeviceKernel> own =
        kernels.keySet().stream()
            .flatMap(kernel -> forms(kernel).stream())
            .flatMap(form -> form.kernels().stream())
            .toList();
    this.code =
        new LibraryCode(
            type.peerClass("LibraryCalls"),
            KernelMethods.of(own, List.of()),
            Adders.none(type, tasks.precision()),
            tasks.precision());
    for (DeviceKernel kernel : kernels.keySet()) {
      for (LibraryForm form : forms(kernel)) {
        uses.put(form, methods.add(form.name(), List.of(), Code.text(form.code(code)), MOST_SIZES));
      }
    }
  }

  private List<LibraryForm> forms(DeviceKernel kernel) {
    return LibraryForm.of(kernel, tasks.precision());
  }

  /** The class. */
  public ClassName name() {
    return type;
  }

  /** Whether there is anything for libraries to do. */
  public boolean isNeeded() {
    return !kernels.isEmpty();
  }

  /** The most memory for one example that forms take between their tasks, in bytes. */
  public long scratchBytes() {
    long elements = 0;
    for (int number = 0; number < MOST_SCRATCH; number++) {
      int scratch = number;
      elements +=
          kernels.keySet().stream()
              .flatMap(kernel -> forms(kernel).stream())
              .filter(form -> form.scratch().size() > scratch)
              .mapToLong(form -> form.scratch().get(scratch))
              .max()
              .orElse(0);
    }
    return elements * tasks.precision().bytes();
  }

  public TypeSpec type() {
    TypeSpec.Builder spec =
        TypeSpec.classBuilder(type)
            .addModifiers(Modifier.FINAL)
            .addJavadoc("The tasks where there are the libraries of CUDA.\n")
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    List<MethodSpec> forms = forms();
    List<MethodSpec> announcing = announcing(forms);
    List<MethodSpec> adding = stages();
    spec.addMethod(add(announcing, adding));
    announcing.forEach(spec::addMethod);
    forms.forEach(spec::addMethod);
    adding.forEach(spec::addMethod);
    methods.all().forEach(form -> spec.addMethod(form(form)));
    new KernelSource(tasks.precision()).loops(code.methods()).forEach(spec::addMethod);
    return spec.build();
  }

  private MethodSpec add(List<MethodSpec> announcing, List<MethodSpec> adding) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("add")
            .addModifiers(Modifier.STATIC)
            .addParameter(stages, "s")
            .addParameter(TypeName.INT, "n")
            .addParameter(ArrayTypeName.of(array), "w");
    method.addStatement(
        "$T c = $T.$N(s, n, $T.class)",
        parameterized(choices),
        choices,
        tasks.precision() == Precision.FP32 ? "ofFloats" : "ofHalves",
        network);
    announcing.forEach(part -> method.addStatement("$N(c, n)", part));
    method.addStatement("c.choose()");
    adding.forEach(stage -> method.addStatement("$N(s, c, n, w)", stage));
    return method.build();
  }

  private ParameterizedTypeName parameterized(ClassName generic) {
    return ParameterizedTypeName.get(generic, array);
  }

  private List<List<DeviceKernel>> chunks() {
    List<DeviceKernel> all = List.copyOf(kernels.keySet());
    return IntStream.range(0, Math.ceilDiv(all.size(), CHUNK))
        .mapToObj(i -> all.subList(i * CHUNK, Math.min((i + 1) * CHUNK, all.size())))
        .toList();
  }

  /**
   * @param forms the methods that add the kernels' tasks
   */
  private List<MethodSpec> announcing(List<MethodSpec> forms) {
    List<MethodSpec> methods = new ArrayList<>();
    for (List<DeviceKernel> chunk : chunks()) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("kernels" + methods.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(parameterized(choices), "c")
              .addParameter(TypeName.INT, "n")
              .addStatement(
                  "$T forms = $T::$N",
                  parameterized(candidates.nestedClass("Forms")),
                  type,
                  forms.get(methods.size()));
      chunk.forEach(kernel -> method.addCode(announce(kernel)));
      methods.add(method.build());
    }
    return methods;
  }

  /**
   * Methods that add the tasks of a kernel in a form, each for some of the kernels. Java's compiler
   * has less to do with calls in a {@code switch} than with as many lambdas.
   */
  private List<MethodSpec> forms() {
    List<MethodSpec> methods = new ArrayList<>();
    for (List<DeviceKernel> chunk : chunks()) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("forms" + methods.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(String.class, "kernel")
              .addParameter(String.class, "form")
              .addParameter(stages, "s")
              .addParameter(String.class, "layer")
              .addParameter(TypeName.INT, "n")
              .addParameter(ArrayTypeName.of(array), "a")
              .beginControlFlow("switch (kernel + $S + form)", " ");
      chunk.forEach(kernel -> method.addCode(cases(kernel)));
      method.addStatement("default -> throw new $T(kernel)", IllegalArgumentException.class);
      methods.add(method.endControlFlow().build());
    }
    return methods;
  }

  /** A case for each form of a kernel. */
  private CodeBlock cases(DeviceKernel kernel) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("case $S ->$W$L", label(kernel) + " " + OWN, own(kernel));
    for (LibraryForm form : forms(kernel)) {
      Call call = uses.get(form).call();
      code.addStatement(
          "case $S ->$W$N(s,$Wlayer,$Wn,$Wa$L)",
          label(kernel) + " " + form.name(),
          call.method(),
          Launchers.sizes(call));
    }
    return code.build();
  }

  /** What a kernel is called where its form is chosen. */
  private String label(DeviceKernel kernel) {
    return kernel.name() + "_" + kernels.get(kernel);
  }

  private CodeBlock announce(DeviceKernel kernel) {
    Operands operands = Operands.of(kernel);
    View out = operands.out();
    CodeBlock.Builder code = CodeBlock.builder();
    code.add("c.add(new $T($S,$Wforms,$Wn,$W", parameterized(candidates), label(kernel));
    code.add("$S,$W", text(kernel, operands));
    code.add("$L,$W$L)", operands.filter(), CodeBlock.join(operands.sizes(), ",$W"));
    code.add(
        "$Z.output($L, $L, $L, $L)",
        N.times(operands.sequences() * out.pixels()),
        out.stride(),
        out.first(),
        out.channels());
    code.add("\n.form($T.OWN)", choices);
    for (LibraryForm form : forms(kernel)) {
      CodeBlock scratch =
          form.scratch().stream()
              .map(n -> CodeBlock.of(",$W$LL", n))
              .collect(CodeBlock.joining(""));
      code.add("\n.form($S$L)", form.name(), scratch);
    }
    return CodeBlock.builder().addStatement("$L)", code.build()).build();
  }

  /** An expression that adds the task of our own. */
  private CodeBlock own(DeviceKernel kernel) {
    List<CodeBlock> arrays =
        IntStream.range(0, kernel.params().size()).mapToObj(LibraryCode::array).toList();
    return tasks.launchers().call(kernel, CodeBlock.of("layer"), arrays, N);
  }

  /** What a kernel computes, for people, and a checksum of how. */
  private String text(DeviceKernel kernel, Operands operands) {
    CRC32 checksum = new CRC32();
    List<String> parts = new ArrayList<>(List.of(kernel.toString()));
    parts.addAll(tasks.methods().texts(kernel));
    forms(kernel).forEach(form -> parts.add(form.code(code).toString()));
    parts.forEach(part -> checksum.update(part.getBytes(StandardCharsets.UTF_8)));
    return "%s %s to %s #%08x"
        .formatted(kernel.name(), dims(operands.in()), dims(operands.out()), checksum.getValue());
  }

  private static String dims(View view) {
    return "%dx%dx%d".formatted(view.channels(), view.height(), view.width());
  }

  /** A method of forms: it adds the tasks. */
  private MethodSpec form(SharedMethod form) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(form.name())
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(stages, "s")
            .addParameter(String.class, "layer")
            .addParameter(TypeName.INT, "n")
            .addParameter(ParameterSpec.builder(ArrayTypeName.of(array), "a").build());
    form.sizeNames().forEach(size -> method.addParameter(TypeName.INT, size));
    return method
        .addCode(
            Code.withImports(
                form.body(),
                Stream.concat(
                        Stream.of(code.calls(), LibraryCode.CUDNN, LibraryCode.CUTLASS),
                        code.adders().classes().stream())
                    .toArray(ClassName[]::new)))
        .build();
  }

  private List<MethodSpec> stages() {
    List<MethodSpec> methods = new ArrayList<>();
    for (List<Task> stage : packed()) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("stage" + methods.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(stages, "s")
              .addParameter(parameterized(choices), "c")
              .addParameter(TypeName.INT, "n")
              .addParameter(ArrayTypeName.of(array), "w");
      method.addStatement("s.stage($L)", tasks.constants(stage, this::operand));
      method.addCode(tasks.takes(stage));
      stage.forEach(task -> method.addCode(task(task)));
      methods.add(method.addCode(tasks.gives(stage)).build());
    }
    return methods;
  }

  /** As many tasks to a graph as fit, whatever forms they take. */
  private List<List<Task>> packed() {
    List<List<Task>> packed = new ArrayList<>();
    int room = 0;
    int bytes = 0;
    for (Task task : plan.tasks()) {
      int count = forms(task.kernel()).stream().mapToInt(LibraryForm::tasks).max().orElse(1);
      int arguments = Math.max(LibraryForm.ARGUMENTS, tasks.arguments(task));
      int needed = count * (15 + 5 * arguments);
      if (room < count || bytes < needed) {
        packed.add(new ArrayList<>());
        room = STAGE;
        bytes = STAGE_BYTES;
      }
      packed.getLast().add(task);
      room -= count;
      bytes -= needed;
    }
    return packed;
  }

  private CodeBlock task(Task task) {
    if (task.planes() > 1 || !kernels.containsKey(task.kernel())) {
      return tasks.of(task);
    }
    List<CodeBlock> operands =
        IntStream.range(0, task.operands().size()).mapToObj(i -> operand(task, i)).toList();
    return CodeBlock.builder()
        .addStatement(
            "c.task($S,$W$L,$Wnew $T[] {$L})",
            label(task.kernel()),
            TaskSource.literal(task.layer()),
            array,
            CodeBlock.join(operands, ",$W"))
        .build();
  }

  /** An operand, or its form for a library. */
  private CodeBlock operand(Task task, int number) {
    CodeBlock operand = tasks.operand(task.operands().get(number));
    boolean converts =
        forms(task.kernel()).stream().anyMatch(ConvolutionForm.class::isInstance)
            && number == LibraryCode.filter((Convolve) task.kernel());
    return converts ? CodeBlock.of("c.filter($S, $L)", label(task.kernel()), operand) : operand;
  }
}
