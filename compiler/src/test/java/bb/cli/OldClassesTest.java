package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.eclipse.emf.common.util.BasicEList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Libraries of the time before Java 6 become such as a cache of classes can hold. */
final class OldClassesTest {
  @TempDir private Path folder;

  @Test
  void allClassesOfThemAreStillVerified() throws Exception {
    Path old = jarOf(CommandLine.class);
    Path made = CacheableJars.copy(old.toString(), folder.toString());
    assertEquals(folder.resolve(old.getFileName()), made);

    URL[] copy = {made.toUri().toURL()};
    try (JarFile jar = new JarFile(made.toFile());
        URLClassLoader loader = new URLClassLoader(copy, ClassLoader.getPlatformClassLoader())) {
      int classes = 0;
      for (String name : Collections.list(jar.entries()).stream().map(e -> e.getName()).toList()) {
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          byte[] bytes = jar.getInputStream(jar.getEntry(name)).readAllBytes();
          assertFalse(OldClasses.isOld(ClassFile.of().parse(bytes)), name);
          // initialization comes after verification
          Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), true, loader);
          classes++;
        }
      }
      assertTrue(classes > 100, classes + " classes");
    }
  }

  /** The jar is signed, and its code names classes of Eclipse itself, which are not there. */
  @Test
  void aCopyIsNotSignedAndLeavesAClassAsItIsThatNamesWhatIsNotThere() throws Exception {
    Path old = jarOf(BasicEList.class);
    Path made = CacheableJars.copy(old.toString(), folder.toString());
    assertEquals(folder.resolve(old.getFileName()), made);
    int modern = 0;
    int same = 0;
    int signatures = 0;
    try (JarFile before = new JarFile(old.toFile());
        JarFile after = new JarFile(made.toFile())) {
      for (JarEntry entry : Collections.list(before.entries())) {
        if (after.getEntry(entry.getName()) == null) {
          signatures++;
          continue;
        }
        byte[] bytes = before.getInputStream(entry).readAllBytes();
        byte[] now = after.getInputStream(after.getEntry(entry.getName())).readAllBytes();
        if (Arrays.equals(bytes, now)) {
          same += entry.getName().endsWith(".class") ? 1 : 0;
        } else {
          assertFalse(OldClasses.isOld(ClassFile.of().parse(now)), entry.getName());
          modern++;
        }
      }
    }
    assertTrue(same > 0 && modern > 10 * same, modern + " of " + (modern + same));
    assertEquals(2, signatures);
  }

  private static Path jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
