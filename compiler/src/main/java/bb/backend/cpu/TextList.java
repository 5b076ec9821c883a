package bb.backend.cpu;

import bb.backend.source.SourceText;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes a method that lists texts, in parts that are small enough for Java. */
final class TextList {
  /** Texts that one method lists. */
  private static final int CHUNK = 500;

  private static final TypeName TEXTS = ParameterizedTypeName.get(List.class, String.class);

  private TextList() {}

  /** The method of that name, which returns the list, and those that it calls. */
  static List<MethodSpec> methods(String name, List<SourceText> literals) {
    List<MethodSpec> parts = new ArrayList<>();
    for (int from = 0; from < literals.size(); from += CHUNK) {
      MethodSpec.Builder part =
          MethodSpec.methodBuilder(name + "Part" + parts.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(TEXTS, "list");
      literals
          .subList(from, Math.min(from + CHUNK, literals.size()))
          .forEach(literal -> part.addStatement("list.add($L)", literal));
      parts.add(part.build());
    }
    MethodSpec.Builder whole =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(TEXTS)
            .addStatement("$T list = new $T<>()", TEXTS, ArrayList.class);
    parts.forEach(part -> whole.addStatement("$N(list)", part));
    List<MethodSpec> methods = new ArrayList<>();
    methods.add(whole.addCode(CodeBlock.of("return list;\n")).build());
    methods.addAll(parts);
    return methods;
  }
}
