package bb.backend.cpu;

import bb.backend.source.UserText;
import bb.runtime.ArrayClassifier;
import bb.runtime.ArrayModel;
import bb.runtime.ImageClassifier;
import bb.runtime.ImageModel;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.Tensor;
import bb.runtime.TokenClassifier;
import bb.runtime.TokenModel;
import bb.runtime.engine.Inputs;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes what a model takes and says, in types of Java's: which interface it implements, the record
 * of its answer if it has several outputs, and {@code predict} with an argument for each input if
 * there are several.
 */
final class AnswerSource {
  /** Inputs that anybody would give one after the other. */
  private static final int MOST_ARGUMENTS = 8;

  private static final TypeName FLOATS = ArrayTypeName.of(TypeName.FLOAT);
  private static final TypeName INTS = ArrayTypeName.of(TypeName.INT);
  private static final TypeName TENSORS =
      ParameterizedTypeName.get(Map.class, String.class, Tensor.class);

  /** What no component of a record may be called (JLS 8.10.1), and what the methods name. */
  private static final List<String> TAKEN =
      List.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait",
          "inputs",
          "outputs",
          "example");

  private final ModelInfo info;
  private final ClassName model;
  private final TypeName answer;

  AnswerSource(ModelInfo info, ClassName model) {
    this.info = info;
    this.model = model;
    this.answer = info.outputs().size() == 1 ? FLOATS : record();
  }

  private ClassName record() {
    return model.nestedClass(model.simpleName().equals("Answer") ? "Answers" : "Answer");
  }

  void addTo(TypeSpec.Builder type) {
    type.addSuperinterface(takes());
    if (info.outputs().size() > 1) {
      type.addType(answerRecord());
    }
    type.addMethod(answer());
    if (info.inputs().size() > 1 && info.inputs().size() <= MOST_ARGUMENTS) {
      type.addMethod(predict());
    }
  }

  /** The interface that says what the model takes. */
  private TypeName takes() {
    if (info.inputs().size() > 1) {
      return TypeName.get(Model.class);
    }
    InputInfo input = info.inputs().getFirst();
    boolean labels = info.outputs().stream().anyMatch(o -> !UserText.labels(o).isEmpty());
    Class<?> type =
        input.isInteger()
            ? labels ? TokenClassifier.class : TokenModel.class
            : isPicture(input)
                ? labels ? ImageClassifier.class : ImageModel.class
                : labels ? ArrayClassifier.class : ArrayModel.class;
    return ParameterizedTypeName.get(ClassName.get(type), answer);
  }

  private static boolean isPicture(InputInfo input) {
    List<Integer> shape = input.shape();
    return shape.size() == 3 && (shape.getFirst() == 1 || shape.getFirst() == 3);
  }

  private TypeSpec answerRecord() {
    MethodSpec.Builder components = MethodSpec.constructorBuilder();
    TypeSpec.Builder type =
        TypeSpec.recordBuilder(record())
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addJavadoc("What the network says of one example, in row-major order.\n\n");
    NameAllocator names = names();
    for (OutputInfo output : info.outputs()) {
      String name = names.newName(UserText.name(output).identifier().toString());
      components.addParameter(FLOATS, name);
      type.addJavadoc("@param $L of shape $L\n", name, output.shape());
    }
    return type.recordConstructor(components.build()).build();
  }

  private static NameAllocator names() {
    NameAllocator names = new NameAllocator();
    TAKEN.forEach(name -> names.newName(name, name));
    return names;
  }

  private MethodSpec answer() {
    CodeBlock parts =
        info.outputs().stream()
            .map(output ->
                CodeBlock.of(
                    "$T.example(outputs, $L, example)",
                    Inputs.class,
                    UserText.name(output).literal()))
            .collect(CodeBlock.joining(", "));
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("answer")
            .addModifiers(Modifier.PUBLIC)
            .returns(answer)
            .addParameter(TENSORS, "outputs")
            .addParameter(TypeName.INT, "example");
    if (info.inputs().size() == 1) {
      method.addAnnotation(Override.class);
    } else {
      method.addJavadoc("What the network says of one example of a batch, counted from 0.\n");
    }
    return info.outputs().size() == 1
        ? method.addStatement("return $L", parts).build()
        : method.addStatement("return new $T($L)", answer, parts).build();
  }

  private MethodSpec predict() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("predict")
            .addModifiers(Modifier.PUBLIC)
            .returns(answer)
            .addJavadoc("What the network says of one example, in row-major order.\n\n");
    NameAllocator names = names();
    CodeBlock.Builder tensors = CodeBlock.builder();
    String separator = "";
    for (InputInfo input : info.inputs()) {
      String name = names.newName(UserText.name(input).identifier().toString());
      method.addParameter(ParameterSpec.builder(input.isInteger() ? INTS : FLOATS, name).build());
      method.addJavadoc("@param $L of shape $L\n", name, input.shape());
      tensors.add(
          "$L$L, $T.of(INFO.inputs().get($L), $N)",
          separator,
          UserText.name(input).literal(),
          Tensor.class,
          info.inputs().indexOf(input),
          name);
      separator = ", ";
    }
    return method
        .addStatement("return answer(predict($T.of($L)), 0)", Map.class, tensors.build())
        .build();
  }
}
