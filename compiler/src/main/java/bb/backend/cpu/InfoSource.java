package bb.backend.cpu;

import bb.backend.cpu.plan.CpuPlan;
import bb.backend.source.Dialect;
import bb.backend.source.UserText;
import bb.graph.Graph;
import bb.graph.Preprocess;
import bb.ops.ParameterSpec;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.types.Shape;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Writes what a model says about itself: its constants and its model card. */
final class InfoSource {
  /** Tensors that one method lists. */
  private static final int CHUNK = 100;

  private static final TypeName INTEGERS = ParameterizedTypeName.get(List.class, Integer.class);
  private static final TypeName TENSORS =
      ParameterizedTypeName.get(ClassName.get(List.class), ClassName.get(TensorInfo.class));

  private final Graph graph;
  private final CpuPlan plan;

  InfoSource(Graph graph, CpuPlan plan) {
    this.graph = graph;
    this.plan = plan;
  }

  List<FieldSpec> constants() {
    List<FieldSpec> fields = new ArrayList<>();
    fields.add(size("PEAK_BYTES", "Activation memory for one example.", plan.peakBytes()));
    fields.add(size("WEIGHT_BYTES", "Memory of the weights.", plan.weightBytes()));
    fields.add(size("MACS", "Multiply-adds for one example.", plan.macs()));
    NameAllocator names = new NameAllocator();
    for (Graph.Input input : graph.inputs()) {
      fields.add(
          shape(
              names,
              graph.inputs().size() == 1 ? "INPUT" : constant(UserText.name(input)),
              UserText.name(input),
              input.value().type().shape()));
    }
    for (Graph.Output output : graph.outputs()) {
      fields.add(
          shape(
              names,
              graph.outputs().size() == 1 ? "OUTPUT" : constant(UserText.name(output)),
              UserText.name(output),
              output.value().type().shape()));
    }
    fields.add(
        constant(ClassName.get(String.class), "ARCHITECTURE")
            .addJavadoc("A checksum of the network: weights in a jar belong to one architecture.\n")
            .initializer("$L", UserText.checksum(graph).literal())
            .build());
    fields.add(
        constant(ClassName.get(ModelInfo.class), "INFO")
            .addJavadoc("The model card.\n")
            .initializer("describe()")
            .build());
    fields.add(
        constant(ParameterizedTypeName.get(List.class, String.class), "PARAMETERS")
            .addJavadoc("The names of the checkpoint's tensors.\n")
            .initializer("INFO.tensors().stream().map($T::name).toList()", TensorInfo.class)
            .build());
    return fields;
  }

  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>();
    List<CodeBlock> tensors = tensors();
    for (int from = 0; from < tensors.size(); from += CHUNK) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("tensors" + methods.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(TENSORS, "list");
      tensors.subList(from, Math.min(from + CHUNK, tensors.size())).forEach(method::addCode);
      methods.add(method.build());
    }
    methods.addFirst(describe(List.copyOf(methods)));
    return methods;
  }

  private MethodSpec describe(List<MethodSpec> parts) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("describe")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(ModelInfo.class)
            .addStatement("$T tensors = new $T<>()", TENSORS, ArrayList.class);
    parts.forEach(part -> method.addStatement("$N(tensors)", part));
    CodeBlock inputs = graph.inputs().stream().map(this::input).collect(CodeBlock.joining(",\n"));
    CodeBlock outputs =
        graph.outputs().stream()
            .map(output ->
                CodeBlock.of(
                    "new $T($L, $L)",
                    OutputInfo.class,
                    UserText.name(output).literal(),
                    list(output.value().type().shape())))
            .collect(CodeBlock.joining(",\n"));
    return method
        .addStatement(
            "return new $T(\n$L,\n$L,\n$LL,\nMACS,\nPEAK_BYTES,\nWEIGHT_BYTES,\n"
                + "$T.of($L),\n$T.of($L),\ntensors)",
            ModelInfo.class,
            UserText.name(graph).literal(),
            UserText.file(graph).literal(),
            trainable(),
            List.class,
            inputs,
            List.class,
            outputs)
        .build();
  }

  private CodeBlock input(Graph.Input input) {
    Preprocess preprocess = input.preprocess();
    long vocabulary = Vocabulary.of(graph, input);
    return CodeBlock.of(
        "new $T($L, $S, $L, new $T($L, $L, $L, $S)$L)",
        InputInfo.class,
        UserText.name(input).literal(),
        input.value().type().dtype(),
        list(input.value().type().shape()),
        ModelInfo.Preprocess.class,
        preprocess.resize().orElse(0L),
        floats(preprocess.mean()),
        floats(preprocess.std()),
        preprocess.interpolation().name().toLowerCase(Locale.ROOT),
        vocabulary > 0 ? CodeBlock.of(", $L", vocabulary) : CodeBlock.of(""));
  }

  private List<CodeBlock> tensors() {
    Set<Graph.Parameter> required = graph.parametersOf(plan.weights().expressions());
    return graph.parameters().stream()
        .map(parameter ->
            CodeBlock.builder()
                .addStatement(
                    "list.add(new $T($L, $L, $L))",
                    TensorInfo.class,
                    UserText.name(parameter).literal(),
                    list(parameter.type().shape()),
                    required.contains(parameter))
                .build())
        .toList();
  }

  private long trainable() {
    return graph.parameters().stream()
        .filter(parameter -> parameter.role() == ParameterSpec.Role.TRAINABLE)
        .mapToLong(parameter -> parameter.type().shape().elements())
        .reduce(0, Math::addExact);
  }

  private static FieldSpec size(String name, String doc, long value) {
    return constant(TypeName.LONG, name).addJavadoc(doc + "\n").initializer("$LL", value).build();
  }

  private static FieldSpec shape(NameAllocator names, String prefix, UserText tensor, Shape shape) {
    return constant(INTEGERS, names.newName(prefix + "_SHAPE"))
        .addJavadoc("The shape of {@code $L}, without the batch.\n", tensor.comment())
        .initializer("$L", list(shape))
        .build();
  }

  private static String constant(UserText name) {
    return name.identifier().toString().toUpperCase(Locale.ROOT);
  }

  private static FieldSpec.Builder constant(TypeName type, String name) {
    return FieldSpec.builder(type, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL);
  }

  private static CodeBlock list(Shape shape) {
    return CodeBlock.of("$T.of($L)", List.class, RecordCode.dims(shape));
  }

  private static CodeBlock floats(List<Double> numbers) {
    return CodeBlock.of(
        "$T.of($L)",
        List.class,
        numbers.stream().map(n -> Dialect.literal(n.floatValue())).collect(RecordCode.commas()));
  }
}
