package bb.backend.tornado.emit;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.source.MethodSize;
import bb.backend.source.UserText;
import bb.backend.tornado.code.DeviceTypes;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.library.LibraryKernels;
import bb.backend.tornado.library.LibrarySource;
import bb.backend.tornado.library.StageSource;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.KernelMethods;
import bb.backend.tornado.methods.KernelSource;
import bb.backend.tornado.methods.Launchers;
import bb.backend.tornado.methods.TaskSource;
import bb.backend.tornado.plan.DeviceWeight;
import bb.backend.tornado.plan.Task;
import bb.backend.tornado.plan.TornadoPlan;
import bb.graph.Graph;
import bb.runtime.ModelInfo;
import bb.runtime.WeightSource;
import bb.runtime.engine.Folding;
import bb.runtime.io.WeightBinding;
import bb.runtime.io.Weights;
import bb.runtime.tornado.Device;
import bb.runtime.tornado.DeviceNetwork;
import bb.runtime.tornado.DeviceProgram;
import bb.runtime.tornado.TornadoModel;
import bb.runtime.tornado.TornadoVm;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Writes a model's classes for TornadoVM: its weights and task graphs, and its kernels. */
public final class DeviceSource {
  /** Weights that one method loads. */
  private static final int CHUNK = 50;

  private static final ClassName PATH = ClassName.get("java.nio.file", "Path");

  private final Graph graph;
  private final TornadoPlan plan;
  private final Precision precision;
  private final long maxBatch;
  private final KernelMethods methods;
  private final DeviceFiles sources;
  private final ClassName cpu;
  private final ClassName name;
  private final ClassName parallel;
  private final ClassName tiled;
  private final Launchers launchers;
  private final TaskSource tasks;
  private final LibraryKernels chosen;
  private final LibrarySource libraries;
  private final StageSource adding;

  public DeviceSource(
      Graph graph, TornadoPlan plan, Precision precision, JavaPackage home, long maxBatch) {
    this.graph = graph;
    this.plan = plan;
    this.precision = precision;
    this.maxBatch = maxBatch;
    this.sources = new DeviceFiles(home);
    String network = UserText.name(graph).className().toString();
    this.cpu = ClassName.get(home.name(), network);
    this.name = cpu.peerClass(network + "Tornado");
    this.parallel = cpu.peerClass(network + "ParallelKernels");
    this.tiled = cpu.peerClass(network + "TiledKernels");
    this.methods = KernelMethods.of(kernels(plan.tasks()), kernels(plan.prepared()));
    this.launchers = new Launchers(parallel, tiled, methods, kernels(plan.tasks()), precision);
    this.tasks = new TaskSource(parallel, methods, launchers, plan.slots(), precision);
    ClassName library = cpu.peerClass(network + "LibraryTasks");
    this.chosen = new LibraryKernels(plan.tasks(), precision);
    this.libraries = new LibrarySource(chosen, tasks, name, library);
    this.adding = new StageSource(tasks, chosen, name);
  }

  private static List<DeviceKernel> kernels(List<Task> tasks) {
    return tasks.stream().map(Task::kernel).toList();
  }

  /** The model's class is the first. */
  public List<GeneratedFile> files() {
    TypeSpec model = model();
    KernelSource kernels = new KernelSource(precision);
    List<GeneratedFile> files = new ArrayList<>();
    files.add(sources.of(model));
    if (!chosen.isEmpty()) {
      files.add(sources.of(libraries.type()));
    }
    files.add(sources.of(kernels.parallel(parallel, methods)));
    files.add(sources.of(kernels.tiled(tiled, methods)));
    return files;
  }

  private TypeSpec model() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(DeviceNetwork.class)
            .addJavadoc("Network $L on TornadoVM.\n", UserText.name(graph).comment());
    type.addField(
        FieldSpec.builder(ArrayTypeName.of(precision.array(false)), "w")
            .addModifiers(Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new $T[$L]", precision.array(false), plan.weights().size())
            .build());
    List<MethodSpec> loading = loading();
    List<MethodSpec> stages = adding.stages(plan.tasks());
    type.addMethod(constructor(loading));
    loaders().forEach(type::addMethod);
    facts().forEach(type::addMethod);
    List<MethodSpec> preparing = preparing();
    MethodSpec tasks = tasks(preparing, stages);
    type.addMethod(open(tasks));
    type.addMethod(tasks);
    preparing.forEach(type::addMethod);
    stages.forEach(type::addMethod);
    adding.own().forEach(type::addMethod);
    launchers.methods().forEach(type::addMethod);
    loading.forEach(type::addMethod);
    return type.build();
  }

  private MethodSpec constructor(List<MethodSpec> loading) {
    MethodSpec.Builder method =
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(WeightSource.class, "weights");
    method.addStatement("$T f = new $T(weights)", Folding.class, Folding.class);
    loading.forEach(part -> method.addStatement("$N(f)", part));
    return method.build();
  }

  private List<MethodSpec> loaders() {
    return List.of(
        MethodSpec.methodBuilder("findDevice")
            .addJavadoc("What the network runs on.\n")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(Device.class)
            .addStatement("$T.configure()", TornadoVm.class)
            .addStatement("return $T.describe()", DeviceTypes.TARGET)
            .build(),
        loader()
            .addJavadoc(
                "Reads the weights from a file: safetensors, the index of several, or PyTorch's.\n")
            .addParameter(PATH, "weights")
            .addStatement("return load($T.file(weights))", Weights.class)
            .build(),
        loader()
            .addJavadoc("Reads the weights from {@code weights}.\n")
            .addParameter(WeightSource.class, "weights")
            .addStatement("$T.configure()", TornadoVm.class)
            .addStatement(
                "return new $T(new $T($T.bind($T.INFO, weights)))",
                TornadoModel.class,
                name,
                WeightBinding.class,
                cpu)
            .build());
  }

  private static MethodSpec.Builder loader() {
    return MethodSpec.methodBuilder("load")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(TornadoModel.class);
  }

  private List<MethodSpec> facts() {
    long weights = plan.weights().stream().mapToLong(DeviceWeight::elements).sum();
    return List.of(
        fact("info", ClassName.get(ModelInfo.class), CodeBlock.of("$T.INFO", cpu)),
        fact("device", ClassName.get(Device.class), CodeBlock.of("findDevice()")),
        fact("needsHalves", TypeName.BOOLEAN, CodeBlock.of("$L", precision == Precision.FP16)),
        fact("weightBytes", TypeName.LONG, CodeBlock.of("$LL", weights * precision.bytes())),
        fact("activationBytes", TypeName.LONG, activations(activationBytes())),
        fact("hostBytes", TypeName.LONG, activations(hostBytes())),
        fact("maxBatch", TypeName.INT, CodeBlock.of("$L", maxBatch)));
  }

  /** Of activations, and of what lies between the tasks of libraries. */
  private CodeBlock activations(long bytes) {
    return libraries.scratchBytes() == 0
        ? CodeBlock.of("$LL", bytes)
        : CodeBlock.of(
            "$LL + ($T.hasLibraries() ? $LL : 0)",
            bytes,
            DeviceTypes.TARGET,
            libraries.scratchBytes());
  }

  private long activationBytes() {
    return IntStream.range(0, slots().size()).mapToLong(this::bytes).sum() + endBytes();
  }

  /** Arrays that only the device sees share the largest one's memory. */
  private long hostBytes() {
    long ready = 0;
    long behind = 0;
    for (int slot = 0; slot < slots().size(); slot++) {
      if (plan.slots().isReady(slot)) {
        ready += bytes(slot);
      } else {
        behind = Math.max(behind, bytes(slot));
      }
    }
    return ready + behind + endBytes();
  }

  private List<Long> slots() {
    return plan.slots().sizes();
  }

  private long bytes(int slot) {
    return slots().get(slot) * (plan.slots().isExact(slot) ? Float.BYTES : precision.bytes());
  }

  private long endBytes() {
    return Stream.concat(ends(true).stream(), ends(false).stream())
        .mapToLong(end -> end * Float.BYTES)
        .sum();
  }

  /** Elements of each input or output for one example. */
  private List<Long> ends(boolean inputs) {
    return inputs
        ? plan.program().inputs().stream().map(i -> i.value().type().shape().elements()).toList()
        : plan.program().outputs().stream().map(o -> o.value().type().shape().elements()).toList();
  }

  private static MethodSpec fact(String name, TypeName type, CodeBlock value) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(type)
        .addStatement("return $L", value)
        .build();
  }

  private MethodSpec open(MethodSpec tasks) {
    return MethodSpec.methodBuilder("open")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(DeviceProgram.class)
        .addParameter(TypeName.INT, "n")
        .addStatement("return new $T(n, this::$N).plan()", DeviceTypes.STAGES, tasks)
        .build();
  }

  private MethodSpec tasks(List<MethodSpec> preparing, List<MethodSpec> stages) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("tasks")
            .addModifiers(Modifier.PRIVATE)
            .addParameter(DeviceTypes.STAGES, "s")
            .addParameter(TypeName.INT, "n");
    ends(true).forEach(size -> method.addStatement("s.input($L)", size));
    ends(false).forEach(size -> method.addStatement("s.output($L)", size));
    for (int slot = 0; slot < plan.slots().sizes().size(); slot++) {
      method.addStatement("s.$L($L)", slot(slot), plan.slots().sizes().get(slot));
    }
    preparing.forEach(part -> method.addStatement("$N(s, n)", part));
    String arguments = "s, n";
    if (!chosen.isEmpty()) {
      method.addStatement(
          "$T c = $T.$N(s, n, $T::own0)",
          adding.choices(),
          DeviceTypes.CHOICES,
          precision == Precision.FP32 ? "ofFloats" : "ofHalves",
          name);
      method.beginControlFlow("if ($T.hasLibraries())", DeviceTypes.TARGET);
      method.addStatement("$T.choose(c, n)", libraries.name());
      method.endControlFlow();
      arguments = "s, c, n";
    }
    for (MethodSpec stage : stages) {
      method.addStatement("$N($L)", stage, arguments);
    }
    return method.build();
  }

  /** The method of {@code Stages} that adds an array of activations. */
  private String slot(int slot) {
    boolean floats = tasks.isFloats(plan.slots().isExact(slot));
    return plan.slots().isReady(slot)
        ? floats ? "readyFloats" : "readyHalves"
        : floats ? "floats" : "halves";
  }

  /** What the host computes, by the kernels that are plain Java. */
  private List<MethodSpec> preparing() {
    List<MethodSpec> parts = new ArrayList<>();
    for (int from = 0; from < plan.prepared().size(); from += CHUNK) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("prepare" + parts.size())
              .addModifiers(Modifier.PRIVATE)
              .addParameter(DeviceTypes.STAGES, "s")
              .addParameter(TypeName.INT, "n");
      plan.prepared()
          .subList(from, Math.min(from + CHUNK, plan.prepared().size()))
          .forEach(task -> method.addCode(tasks.onHost(task)));
      parts.add(method.build());
    }
    return parts;
  }

  private List<MethodSpec> loading() {
    List<CodeBlock> statements = new ArrayList<>();
    String array = precision == Precision.FP16 ? "halves" : "floats";
    for (int i = 0; i < plan.weights().size(); i++) {
      statements.add(
          CodeBlock.builder()
              .addStatement("w[$L] = $N($L)", i, array, plan.weights().get(i).code())
              .build());
    }
    List<MethodSpec> methods = new ArrayList<>();
    for (List<CodeBlock> part : MethodSize.split(statements, CHUNK)) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("load" + methods.size())
              .addModifiers(Modifier.PRIVATE)
              .addParameter(Folding.class, "f");
      part.forEach(method::addCode);
      methods.add(method.build());
    }
    return methods;
  }
}
