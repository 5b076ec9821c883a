package bb.backend.tornado;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        && supertypes(other.getReturnType()).contains(one.getReturnType().getName());
  }

  private static boolean isSame(Field one, Field other) {
    return one.getName().equals(other.getName())
        && one.getType().getName().equals(other.getType().getName())
        && isStatic(one) == isStatic(other)
        && (one.getType() != int.class || !isStatic(one) || value(one) == value(other));
  }

  private static boolean isStatic(Member member) {
    return Modifier.isStatic(member.getModifiers());
  }

  private static int value(Field constant) {
    try {
      return constant.getInt(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> names(Class<?>[] types) {
    return Arrays.stream(types).map(Class::getName).toList();
  }

  /** The names of a class and of all that it extends and implements. */
  private static Set<String> supertypes(Class<?> type) {
    return Stream.<Class<?>>iterate(type, above -> above != null, Class::getSuperclass)
        .flatMap(above -> Stream.concat(Stream.of(above), Arrays.stream(above.getInterfaces())))
        .map(Class::getName)
        .collect(Collectors.toSet());
  }
}
