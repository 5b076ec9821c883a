package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.backend.JavaPackage;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiled networks and the runtime run on Java 21: classes, what they name, and where one is, a
 * jar.
 */
class Java21Test {
  private static final String SOURCE =
      """
      network Tiny {
        input x: [3, 8, 8]
        conv(4, 3)
        bn
        silu
        flatten
        linear(3)
        softmax
      }
      """;

  /** Called on newer ones only. */
  private static final List<String> GUARDED = List.of("java.io.Console.isTerminal()Z");

  /**
   * Not in the symbols of any release. The sources compile on 21, where they have the same names.
   */
  private static final String VECTORS = "jdk.incubator.vector.";

  private final JavacTask symbols =
      (JavacTask)
          ToolProvider.getSystemJavaCompiler()
              .getTask(
                  null, null, null, List.of("--release", "21"), List.of("java.lang.Object"), null);
  private final Elements elements = symbols.getElements();
  private final Types types = symbols.getTypes();

  @TempDir private Path folder;

  private static CompiledModel tiny() {
    return Jars.compile(SOURCE, "Tiny", new JavaPackage("com.acme.vision"), false);
  }

  private static void forEachClass(Consumer<ClassModel> see) throws IOException {
    CompiledModel model = tiny();
    model.classes().values().forEach(bytes -> see.accept(ClassFile.of().parse(bytes)));
    see.accept(ClassFile.of().parse(Descriptor.of(model, new SelfContained(model), 0)));
    RuntimeClasses.files(Library.RUNTIME)
        .forEach((path, bytes) -> {
          if (path.endsWith(".class")) {
            see.accept(ClassFile.of().parse(bytes));
          }
        });
  }

  @Test
  void classes_are_in_the_form_of_21() throws IOException {
    forEachClass(type ->
        assertTrue(
            type.majorVersion() <= ClassFile.JAVA_21_VERSION && type.minorVersion() == 0,
            () -> type.thisClass().asInternalName() + " is for Java " + type.majorVersion()));
  }

  @Test
  void what_they_name_is_in_21() throws IOException {
    TreeSet<String> missing = new TreeSet<>();
    forEachClass(type -> {
      for (PoolEntry entry : type.constantPool()) {
        if (entry instanceof MemberRefEntry member && !has(member)) {
          ClassDesc owner = member.owner().asSymbol();
          missing.add(
              name(owner) + "." + member.name().stringValue() + member.type().stringValue());
        } else if (entry instanceof ClassEntry named && !has(named.asSymbol())) {
          missing.add(name(named.asSymbol()));
        }
      }
    });
    assertEquals(GUARDED, List.copyOf(missing));
  }

  private static String name(ClassDesc type) {
    return type.packageName() + "." + type.displayName();
  }

  private static boolean isOfJava(ClassDesc type) {
    return (type.packageName().startsWith("java.")
            || type.packageName().startsWith("javax.")
            || type.packageName().startsWith("jdk."))
        && !name(type).startsWith(VECTORS);
  }

  private boolean has(ClassDesc type) {
    return !type.isClassOrInterface() || !isOfJava(type) || element(type) != null;
  }

  private TypeElement element(ClassDesc type) {
    return elements.getTypeElement(name(type).replace('$', '.'));
  }

  private boolean has(MemberRefEntry member) {
    ClassDesc owner = member.owner().asSymbol();
    if (!owner.isClassOrInterface() || !isOfJava(owner)) {
      return true;
    }
    TypeElement type = element(owner);
    return type != null && has(type, member.name().stringValue(), member.type().stringValue());
  }

  private boolean has(TypeElement type, String name, String descriptor) {
    for (Element member : type.getEnclosedElements()) {
      boolean found =
          switch (member) {
            case ExecutableElement method ->
                method.getSimpleName().contentEquals(name)
                    && (takesAnything(type) || descriptor(method).equals(descriptor));
            case VariableElement field ->
                field.getSimpleName().contentEquals(name)
                    && descriptor(field.asType()).descriptorString().equals(descriptor);
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    TypeElement object = elements.getTypeElement("java.lang.Object");
    return Stream.concat(
            types.directSupertypes(type.asType()).stream().map(types::asElement),
            type.equals(object) ? Stream.empty() : Stream.of(object))
        .anyMatch(above -> has((TypeElement) above, name, descriptor));
  }

  /** Their methods have whatever types a call gives them. */
  private static boolean takesAnything(TypeElement type) {
    return type.getQualifiedName().toString().matches("java.lang.invoke.(Method|Var)Handle");
  }

  private String descriptor(ExecutableElement method) {
    ClassDesc[] parameters =
        method.getParameters().stream()
            .map(parameter -> descriptor(parameter.asType()))
            .toArray(ClassDesc[]::new);
    return MethodTypeDesc.of(descriptor(method.getReturnType()), parameters).descriptorString();
  }

  private ClassDesc descriptor(TypeMirror type) {
    return switch (types.erasure(type)) {
      case ArrayType array -> descriptor(array.getComponentType()).arrayType();
      case DeclaredType declared ->
          ClassDesc.of(elements.getBinaryName((TypeElement) declared.asElement()).toString());
      case TypeMirror plain ->
          switch (plain.getKind()) {
            case BOOLEAN -> ConstantDescs.CD_boolean;
            case BYTE -> ConstantDescs.CD_byte;
            case SHORT -> ConstantDescs.CD_short;
            case CHAR -> ConstantDescs.CD_char;
            case INT -> ConstantDescs.CD_int;
            case LONG -> ConstantDescs.CD_long;
            case FLOAT -> ConstantDescs.CD_float;
            case DOUBLE -> ConstantDescs.CD_double;
            default -> ConstantDescs.CD_void;
          };
    };
  }

  /** {@code BB_JAVA_21} names the java command of a 21: no build needs one. */
  @Test
  void a_jar_answers_on_21_as_it_does_here() throws Exception {
    String java = System.getenv("BB_JAVA_21");
    assumeTrue(java != null, "BB_JAVA_21 is not set");
    Path jar = Jars.write(folder.resolve("tiny.jar"), tiny(), Optional.empty());
    String here = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertEquals(answer(here, jar), answer(java, jar));
  }

  private static String answer(String java, Path jar) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-jar",
                    jar.toString(),
                    "--require-vector",
                    "--weights=synthetic",
                    "--input=synthetic"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
