package bb.backend.tornado;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares classes of the same name from different places: types are the same if their names are.
 */
record Signatures(Class<?> standIn, Class<?> real) {
  /** What code can do with the stand-in, but not with the real class; empty if there is nothing. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    if (!kind(standIn).equals(kind(real))) {
      differences.add(kind(standIn) + " is " + kind(real));
    }
    for (Constructor<?> constructor : standIn.getConstructors()) {
      if (Arrays.stream(real.getConstructors()).noneMatch(other -> isSame(constructor, other))) {
        differences.add(constructor.toString());
      }
    }
    for (Method method : standIn.getMethods()) {
      if (isOfTornado(method)
          && Arrays.stream(real.getMethods()).noneMatch(other -> isSame(method, other))) {
        differences.add(method.toString());
      }
    }
    for (Field field : standIn.getFields()) {
      if (Arrays.stream(real.getFields()).noneMatch(other -> isSame(field, other))) {
        differences.add(field.toString());
      }
    }
    return differences.stream().map(text -> standIn.getName() + ": " + text).toList();
  }

  /** How a class can be used: by its kind, and by what has to be done about exceptions. */
  private static String kind(Class<?> type) {
    if (type.isAnnotation() || type.isEnum() || type.isInterface()) {
      return type.isAnnotation() ? "annotation" : type.isEnum() ? "enum" : "interface";
    }
    boolean unchecked =
        RuntimeException.class.isAssignableFrom(type) || Error.class.isAssignableFrom(type);
    return unchecked ? "unchecked" : Throwable.class.isAssignableFrom(type) ? "checked" : "class";
  }

  private static boolean isOfTornado(Member member) {
    return member.getDeclaringClass().getPackageName().startsWith("uk.");
  }

  private static boolean isSame(Executable one, Executable other) {
    return one.getName().equals(other.getName())
        && names(one.getParameterTypes()).equals(names(other.getParameterTypes()))
        && Set.copyOf(names(one.getExceptionTypes()))
            .equals(Set.copyOf(names(other.getExceptionTypes())));
  }

  private static boolean isSame(Method one, Method other) {
    return isSame((Executable) one, other)
        && isStatic(one) == isStatic(other)
        && one.getReturnType().getName().equals(other.getReturnType().getName());
  }

  private static boolean isSame(Field one, Field other) {
    return one.getName().equals(other.getName())
        && one.getType().getName().equals(other.getType().getName())
        && isStatic(one) == isStatic(other)
        && constant(one).equals(constant(other));
  }

  private static boolean isStatic(Member member) {
    return Modifier.isStatic(member.getModifiers());
  }

  /** The value that Java copies into whatever class names the field; empty if it does not. */
  private static Optional<Object> constant(Field field) {
    Class<?> type = field.getDeclaringClass();
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream bytes = type.getResourceAsStream(file)) {
      return ClassFile.of().parse(bytes.readAllBytes()).fields().stream()
          .filter(found -> found.fieldName().equalsString(field.getName()))
          .flatMap(found -> found.findAttribute(Attributes.constantValue()).stream())
          .findAny()
          .map(value -> value.constant().constantValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Class<?>[] types) {
    return Arrays.stream(types).map(Class::getName).toList();
  }
}
