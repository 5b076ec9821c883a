package bb.cli;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;

/**
 * Classes of the time before Java 6 in the form that classes have since then: with stack maps. A
 * cache of classes holds no others, and loading those of a library for command lines takes most of
 * what a start takes.
 */
final class OldClasses {
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;

  private OldClasses() {}

  /**
   * The class as it would be if it had been compiled for a later Java. As it is, where that cannot
   * be told: stack maps need the classes that its code names, and a library may name some of
   * another that it can do without.
   *
   * @param files knows the classes that are there
   */
  static byte[] modern(byte[] bytes, ClassFile files) {
    ClassModel old = files.parse(bytes);
    if (!isOld(old)) {
      return bytes;
    }
    // code that is passed on as it was would lack the maps
    MethodTransform again = MethodTransform.transformingCode((code, part) -> code.with(part));
    try {
      return files
          .withOptions(ClassFile.StackMapsOption.GENERATE_STACK_MAPS)
          .transformClass(
              old,
              (copy, part) -> {
                switch (part) {
                  case ClassFileVersion _ -> copy.withVersion(JAVA_8, 0);
                  case MethodModel method -> copy.transformMethod(method, again);
                  default -> copy.with(part);
                }
              });
    } catch (IllegalArgumentException unresolved) {
      return bytes;
    }
  }

  static boolean isOld(ClassModel model) {
    return model.majorVersion() < JAVA_6;
  }
}
