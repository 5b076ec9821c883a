package bb.cli;

import bb.runtime.io.OutputFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies libraries whose classes are of the time before Java 6, in the form that classes have since
 * then: with stack maps; and signed ones without their signatures. A cache of classes holds no
 * others, and loading those of a library for command lines takes most of what a start takes. The
 * launcher runs this at the end of a build.
 */
public final class OldClasses {
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  private OldClasses() {}

  /**
   * Prints a class path with the copies in the place of what they are copies of.
   *
   * @param args a class path of jars, and the folder for the copies
   */
  public static void main(String[] args) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : args[0].split(File.pathSeparator)) {
      entries.add(copy(entry, args[1]));
    }
    System.out.println(String.join(File.pathSeparator, entries));
  }

  /** The path of the copy, or of the jar itself if a cache holds all its classes as they are. */
  private static String copy(String jar, String folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      for (ZipEntry entry : entries) {
        if (isSignature(entry)
            || isClass(entry) && isOld(ClassFile.of().parse(bytes(zip, entry)))) {
          String name = Path.of(jar).getFileName().toString();
          OutputFile.write(folder, name, out -> copy(zip, entries, out));
          return Path.of(folder, name).toString();
        }
      }
    }
    return jar;
  }

  private static void copy(ZipFile zip, List<? extends ZipEntry> entries, OutputStream out)
      throws IOException {
    ZipOutputStream copy = new ZipOutputStream(out);
    for (ZipEntry entry : entries) {
      if (isSignature(entry)) {
        continue;
      }
      byte[] bytes = bytes(zip, entry);
      ZipEntry made = new ZipEntry(entry.getName());
      made.setTime(entry.getTime());
      copy.putNextEntry(made);
      copy.write(isClass(entry) ? modern(bytes) : bytes);
      copy.closeEntry();
    }
    copy.finish();
  }

  /**
   * The class as it would be if it had been compiled for a later Java. As it is, where that cannot
   * be told: stack maps need the classes that its code names, and a library may name some of
   * another that it can do without.
   */
  static byte[] modern(byte[] bytes) {
    ClassFile files =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            // the library is on the class path of this program, too
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(OldClasses.class.getClassLoader())));
    ClassModel old = files.parse(bytes);
    if (!isOld(old)) {
      return bytes;
    }
    // code that is passed on as it was would lack the maps
    MethodTransform again = MethodTransform.transformingCode((code, part) -> code.with(part));
    try {
      return files.transformClass(
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

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class");
  }

  private static boolean isSignature(ZipEntry entry) {
    return SIGNATURE.matcher(entry.getName()).matches();
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
