package bb.cli;

import bb.runtime.io.OutputFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Copies the jars that it runs from, in a form of which a cache of classes holds as much as it can:
 * without signatures, as it holds no signed class, {@linkplain OldClasses without classes of the
 * time before Java 6}, and {@linkplain Bootstraps with less to make at run time}, and {@linkplain
 * Inspected with what the commands' annotations say}. The launcher runs this at the end of a build,
 * and a release is made of such copies.
 */
public final class CacheableJars {
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  /** What compiled networks take with them, which stays as it was tested. */
  private static final String RUNTIME = "bb/runtime/";

  private static final String COMMANDS = "bb/cli/";

  /** The libraries are on the class path of this program, too. */
  private static final ClassFile FILES =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(CacheableJars.class.getClassLoader())));

  private CacheableJars() {}

  /**
   * Prints the class path of the copies.
   *
   * @param args the folder for the copies, and jars that go before those of the class path
   */
  public static void main(String[] args) throws IOException {
    List<String> jars = new ArrayList<>(List.of(args).subList(1, args.length));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      // where a compiler lies that is being built, which then comes as a jar
      if (!Files.isDirectory(Path.of(entry))) {
        jars.add(entry);
      }
    }
    List<String> copies = new ArrayList<>();
    for (String jar : jars) {
      copies.add(copy(jar, args[0]).toString());
    }
    System.out.println(String.join(File.pathSeparator, copies));
  }

  static Path copy(String jar, String folder) throws IOException {
    String name = Path.of(jar).getFileName().toString();
    try (ZipFile zip = new ZipFile(jar)) {
      OutputFile.write(folder, name, out -> copy(zip, out));
    }
    return Path.of(folder, name);
  }

  private static void copy(ZipFile zip, OutputStream out) throws IOException {
    ZipOutputStream copy = new ZipOutputStream(out);
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (SIGNATURE.matcher(entry.getName()).matches()) {
        continue;
      }
      ZipEntry made = new ZipEntry(entry.getName());
      made.setTime(entry.getTime());
      copy.putNextEntry(made);
      try (InputStream in = zip.getInputStream(entry)) {
        copy.write(cacheable(entry.getName(), in.readAllBytes()));
      }
      copy.closeEntry();
    }
    if (zip.getEntry(COMMANDS + "Bbc.class") != null) {
      for (CommandSpec spec : Bbc.inspected(new Session(Terminal.system(), Host.system()))) {
        copy.putNextEntry(new ZipEntry(COMMANDS + Inspected.file(spec.userObject().getClass())));
        Inspected.write(spec, copy);
        copy.closeEntry();
      }
    }
    copy.finish();
  }

  private static byte[] cacheable(String name, byte[] bytes) {
    if (!name.endsWith(".class") || name.startsWith(RUNTIME)) {
      return bytes;
    }
    return Bootstraps.linked(OldClasses.modern(bytes, FILES), FILES);
  }
}
