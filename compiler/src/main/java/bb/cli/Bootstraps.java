package bb.cli;

import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;
import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes as methods what Java would make when a program first comes to it, each time that it runs,
 * and keeps in no cache of classes: the tests of a switch over types, and the {@code equals},
 * {@code hashCode} and {@code toString} of records. A command that looks at networks comes to a
 * hundred of them.
 */
final class Bootstraps {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  /** A method in the place of what a call would be bound to, with the call's type. */
  private record Made(String name, MethodTypeDesc type, Consumer<CodeBuilder> code) {}

  private Bootstraps() {}

  /**
   * The class with methods in the place of all that can be. As it was if there is nothing, or if
   * its code names classes that are not there, of a library that it can do without: stack maps need
   * them.
   */
  static byte[] linked(byte[] bytes, ClassFile files) {
    ClassModel model = files.parse(bytes);
    ClassDesc self = model.thisClass().asSymbol();
    boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
    List<Made> methods = new ArrayList<>();
    CodeTransform calls =
        (code, element) -> {
          Optional<Made> made =
              element instanceof InvokeDynamicInstruction call
                  ? made(call, methods.size())
                  : Optional.empty();
          made.ifPresentOrElse(
              method -> {
                methods.add(method);
                code.invokestatic(self, method.name, method.type, isInterface);
              },
              () -> code.with(element));
        };
    ClassTransform end =
        ClassTransform.endHandler(type ->
            methods.forEach(m ->
                type.withMethodBody(
                    m.name, m.type, ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, m.code)));
    ClassTransform all = ClassTransform.transformingMethodBodies(calls).andThen(end);
    try {
      byte[] linked = files.transformClass(model, all);
      return methods.isEmpty() ? bytes : linked;
    } catch (IllegalArgumentException unresolved) {
      return bytes;
    }
  }

  private static Optional<Made> made(InvokeDynamicInstruction call, int number) {
    DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
    MethodTypeDesc type = call.typeSymbol();
    String name = call.name().stringValue();
    Optional<Consumer<CodeBuilder>> code =
        switch (bootstrap.owner().displayName() + "." + bootstrap.methodName() + " " + name) {
          case "SwitchBootstraps.typeSwitch typeSwitch" -> {
            List<ClassDesc> labels = arguments(call, ClassDesc.class);
            yield labels.size() == call.bootstrapArgs().size()
                ? Optional.of(method -> typeSwitch(labels, method))
                : Optional.empty();
          }
          case "ObjectMethods.bootstrap equals" ->
              Optional.of(method -> recordEquals(type.parameterType(0), fields(call), method));
          case "ObjectMethods.bootstrap hashCode" ->
              Optional.of(method -> recordHashCode(type.parameterType(0), fields(call), method));
          case "ObjectMethods.bootstrap toString" ->
              Optional.of(method -> recordToString(type.parameterType(0), fields(call), method));
          default -> Optional.empty();
        };
    return code.map(c -> new Made(name + "$" + number, type, c));
  }

  /** The record's; before them come its class and their names. */
  private static List<DirectMethodHandleDesc> fields(InvokeDynamicInstruction call) {
    return arguments(call, DirectMethodHandleDesc.class);
  }

  private static <T> List<T> arguments(InvokeDynamicInstruction call, Class<T> type) {
    return call.bootstrapArgs().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The index of the first label, from the second parameter on, that the first parameter is of. */
  private static void typeSwitch(List<ClassDesc> labels, CodeBuilder code) {
    code.aload(0).ifThen(Opcode.IFNULL, none -> none.iconst_m1().ireturn());
    for (int i = 0; i < labels.size(); i++) {
      int label = i;
      code.iload(1)
          .loadConstant(label)
          .ifThen(
              Opcode.IF_ICMPLE,
              asked ->
                  asked
                      .aload(0)
                      .instanceOf(labels.get(label))
                      .ifThen(found -> found.loadConstant(label).ireturn()));
    }
    code.loadConstant(labels.size()).ireturn();
  }

  private static void recordEquals(
      ClassDesc self, List<DirectMethodHandleDesc> fields, CodeBuilder code) {
    code.aload(0).aload(1).ifThen(Opcode.IF_ACMPEQ, same -> same.iconst_1().ireturn());
    code.aload(1).instanceOf(self).ifThen(Opcode.IFEQ, other -> other.iconst_0().ireturn());
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      code.aload(0).getfield(self, field.methodName(), type);
      code.aload(1).checkcast(self).getfield(self, field.methodName(), type);
      if (type.isPrimitive()) {
        code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type))
            .ifThen(Opcode.IFNE, differ -> differ.iconst_0().ireturn());
      } else {
        code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
            .ifThen(Opcode.IFEQ, differ -> differ.iconst_0().ireturn());
      }
    }
    code.iconst_1().ireturn();
  }

  private static void recordHashCode(
      ClassDesc self, List<DirectMethodHandleDesc> fields, CodeBuilder code) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      code.bipush(31).imul();
      code.aload(0).getfield(self, field.methodName(), type);
      if (type.isPrimitive()) {
        code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(CD_int, type));
      } else {
        code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
      }
      code.iadd();
    }
    code.ireturn();
  }

  private static void recordToString(
      ClassDesc self, List<DirectMethodHandleDesc> fields, CodeBuilder code) {
    code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", MethodTypeDesc.of(CD_void));
    code.loadConstant(self).invokevirtual(CD_Class, "getSimpleName", MethodTypeDesc.of(CD_String));
    append(CD_Object, code);
    String before = "[";
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      code.loadConstant(before + field.methodName() + "=");
      append(CD_Object, code);
      code.aload(0).getfield(self, field.methodName(), type);
      append(appended(type), code);
      before = ", ";
    }
    code.loadConstant(fields.isEmpty() ? "[]" : "]");
    append(CD_Object, code);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
  }

  private static void append(ClassDesc type, CodeBuilder code) {
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, type));
  }

  /** The parameter of the method that appends a value of this type. */
  private static ClassDesc appended(ClassDesc type) {
    return switch (TypeKind.from(type)) {
      case BYTE, SHORT -> CD_int;
      case REFERENCE -> CD_Object;
      default -> type;
    };
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.displayName());
    };
  }
}
