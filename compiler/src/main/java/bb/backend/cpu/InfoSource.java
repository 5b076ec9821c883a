package bb.backend.cpu;

import bb.backend.source.Dialect;
import bb.backend.source.UserText;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.Rename;
import bb.runtime.ModelInfo.TensorInfo;
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
import javax.lang.model.element.Modifier;

/** Writes what a model says about itself: its constants and its model card. */
final class InfoSource {
  /** Tensors that one method lists. */
  private static final int CHUNK = 100;

  private static final TypeName INTEGERS = ParameterizedTypeName.get(List.class, Integer.class);
  private static final TypeName TENSORS =
      ParameterizedTypeName.get(ClassName.get(List.class), ClassName.get(TensorInfo.class));

  private final ModelInfo info;
  private final UserText checksum;

  /**
   * @param checksum what tells the network's weights from another's
   */
  InfoSource(ModelInfo info, UserText checksum) {
    this.info = info;
    this.checksum = checksum;
  }

  List<FieldSpec> constants() {
    List<FieldSpec> fields = new ArrayList<>();
    fields.add(size("ARENA_BYTES", "Activation memory for one example.", info.arenaBytes()));
    fields.add(size("WEIGHT_BYTES", "Memory of the weights.", info.weightBytes()));
    fields.add(size("MACS", "Multiply-adds for one example.", info.macs()));
    NameAllocator names = new NameAllocator();
    for (InputInfo input : info.inputs()) {
      fields.add(
          shape(
              names,
              info.inputs().size() == 1 ? "INPUT" : constant(UserText.name(input)),
              UserText.name(input),
              input.shape()));
    }
    for (OutputInfo output : info.outputs()) {
      fields.add(
          shape(
              names,
              info.outputs().size() == 1 ? "OUTPUT" : constant(UserText.name(output)),
              UserText.name(output),
              output.shape()));
    }
    fields.add(
        constant(ClassName.get(String.class), "ARCHITECTURE")
            .addJavadoc("A checksum of the network: weights in a jar belong to one architecture.\n")
            .initializer("$L", checksum.literal())
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
    for (OutputInfo output : info.outputs()) {
      if (!UserText.labels(output).isEmpty()) {
        methods.addAll(
            TextList.methods(
                labelsOf(output),
                UserText.labels(output).stream().map(UserText::literal).toList()));
      }
    }
    return methods;
  }

  private String labelsOf(OutputInfo output) {
    return "labels" + info.outputs().indexOf(output);
  }

  private MethodSpec describe(List<MethodSpec> parts) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("describe")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(ModelInfo.class)
            .addStatement("$T tensors = new $T<>()", TENSORS, ArrayList.class);
    parts.forEach(part -> method.addStatement("$N(tensors)", part));
    CodeBlock inputs =
        info.inputs().stream().map(InfoSource::input).collect(CodeBlock.joining(",\n"));
    CodeBlock outputs =
        info.outputs().stream()
            .map(output ->
                CodeBlock.of(
                    "new $T($L, $L$L)",
                    OutputInfo.class,
                    UserText.name(output).literal(),
                    list(output.shape()),
                    UserText.labels(output).isEmpty()
                        ? CodeBlock.of("")
                        : CodeBlock.of(", $L()", labelsOf(output))))
            .collect(CodeBlock.joining(",\n"));
    return method
        .addStatement(
            "return new $T(\n$L,\n$L,\n$LL,\nMACS,\nARENA_BYTES,\nWEIGHT_BYTES,\n"
                + "$T.of($L),\n$T.of($L),\ntensors$L)",
            ModelInfo.class,
            UserText.network(info).literal(),
            UserText.file(info).literal(),
            info.parameters(),
            List.class,
            inputs,
            List.class,
            outputs,
            checkpoint())
        .build();
  }

  /** How published files differ, if they do. */
  private CodeBlock checkpoint() {
    ModelInfo.Checkpoint rules = info.checkpoint();
    if (rules.equals(ModelInfo.Checkpoint.NONE)) {
      return CodeBlock.of("");
    }
    CodeBlock renames =
        rules.renames().stream()
            .map(rule ->
                CodeBlock.of(
                    "new $T($L, $L)",
                    Rename.class,
                    UserText.from(rule).literal(),
                    UserText.to(rule).literal()))
            .collect(CodeBlock.joining(", "));
    return CodeBlock.of(
        ",\nnew $T($L, $L, $T.of($L))",
        ModelInfo.Checkpoint.class,
        texts(UserText.prefixes(rules)),
        texts(UserText.ignored(rules)),
        List.class,
        renames);
  }

  private static CodeBlock texts(List<UserText> texts) {
    return CodeBlock.of(
        "$T.of($L)",
        List.class,
        texts.stream()
            .map(text -> CodeBlock.of("$L", text.literal()))
            .collect(CodeBlock.joining(", ")));
  }

  private static CodeBlock input(InputInfo input) {
    ModelInfo.Preprocess preprocess = input.preprocess();
    return CodeBlock.of(
        "new $T($L, $L, $L, new $T($L, $L, $L, $L$L)$L)",
        InputInfo.class,
        UserText.name(input).literal(),
        UserText.type(input).literal(),
        list(input.shape()),
        ModelInfo.Preprocess.class,
        preprocess.resize(),
        floats(preprocess.mean()),
        floats(preprocess.std()),
        UserText.interpolation(preprocess).literal(),
        further(preprocess),
        input.vocabulary() > 0 ? CodeBlock.of(", $L", input.vocabulary()) : CodeBlock.of(""));
  }

  /** What few networks say. */
  private static CodeBlock further(ModelInfo.Preprocess preprocess) {
    boolean usual =
        preprocess.letterbox() == ModelInfo.Preprocess.NO_LETTERBOX
            && !preprocess.bgr()
            && preprocess.scale() == 1;
    return usual
        ? CodeBlock.of("")
        : CodeBlock.of(
            ", $L, $L, $L",
            preprocess.letterbox(),
            preprocess.bgr(),
            Dialect.literal(preprocess.scale()));
  }

  private List<CodeBlock> tensors() {
    return info.tensors().stream()
        .map(tensor ->
            CodeBlock.builder()
                .addStatement(
                    "list.add(new $T($L, $L, $L))",
                    TensorInfo.class,
                    UserText.name(tensor).literal(),
                    list(tensor.shape()),
                    tensor.required())
                .build())
        .toList();
  }

  private static FieldSpec size(String name, String doc, long value) {
    return constant(TypeName.LONG, name).addJavadoc(doc + "\n").initializer("$LL", value).build();
  }

  private static FieldSpec shape(
      NameAllocator names, String prefix, UserText tensor, List<Integer> shape) {
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

  private static CodeBlock list(List<Integer> shape) {
    return CodeBlock.of("$T.of($L)", List.class, RecordCode.numbers(shape));
  }

  private static CodeBlock floats(List<Float> numbers) {
    return CodeBlock.of(
        "$T.of($L)",
        List.class,
        numbers.stream().map(Dialect::literal).collect(RecordCode.commas()));
  }
}
