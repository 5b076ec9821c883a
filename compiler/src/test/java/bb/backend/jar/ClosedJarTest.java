package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.JavaPackage;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compiled jar holds and names nothing that another one could hold, too. */
class ClosedJarTest {
  /** Its labels look like what is moved, and are not to be. */
  private static final String SOURCE =
      """
      network Tiny {
        input x: [4]
        "picocli/CommandLine": linear(3)
        "Lbb/runtime/Model;": linear(2)
      }
      """;

  private static final String HOME = "com/acme/vision/";

  /** Names of classes that were moved, as they are written in class files and in strings. */
  private static final Pattern MOVED =
      Pattern.compile(
          "(^|L)(bb/runtime|picocli|com/grack/nanojson)/.*"
              + "|(bb\\.runtime|com\\.grack\\.nanojson)\\.([a-z]+\\.)*[A-Z].*");

  @TempDir private static Path folder;

  private static final SortedMap<String, byte[]> FILES = new TreeMap<>();

  @BeforeAll
  static void compile() throws IOException {
    CompiledModel model = Jars.compile(SOURCE, "Tiny", new JavaPackage("com.acme.vision"), false);
    Path file = Jars.write(folder.resolve("tiny.jar"), model, Optional.empty());
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        FILES.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
  }

  @Test
  void everything_lies_in_its_package() {
    List<String> elsewhere =
        FILES.keySet().stream()
            .filter(name -> !name.startsWith(HOME) && !name.startsWith("META-INF/"))
            .toList();
    assertEquals(List.of("module-info.class"), elsewhere);
  }

  @Test
  void only_the_users_text_looks_like_what_was_moved() {
    SortedSet<String> found = new TreeSet<>();
    FILES.forEach((name, bytes) -> {
      if (name.endsWith(".class")) {
        for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
          if (entry instanceof Utf8Entry text && MOVED.matcher(text.stringValue()).matches()) {
            found.add(text.stringValue());
          }
        }
      }
    });
    List<String> labels =
        List.of(
            "Lbb/runtime/Model; (tiny.bb:4)",
            "Lbb/runtime/Model;.bias",
            "Lbb/runtime/Model;.weight",
            "picocli/CommandLine (tiny.bb:3)",
            "picocli/CommandLine.bias",
            "picocli/CommandLine.weight");
    assertEquals(labels, List.copyOf(found));
  }

  /** All that lies there comes from libraries under one licence, which each is said to have. */
  @Test
  void what_is_packed_has_its_licence() {
    assertTrue(text("META-INF/LICENSE").contains("Apache License\n"));
    String notice = text("META-INF/NOTICE");
    for (Library library : Library.ALL) {
      String home = HOME + library.home();
      assertTrue(FILES.keySet().stream().anyMatch(name -> name.startsWith(home)), home);
      assertTrue(notice.contains(library.copyright()), notice);
      assertTrue(notice.contains(HOME + library.home()), notice);
    }
  }

  private static String text(String file) {
    return new String(FILES.get(file), StandardCharsets.UTF_8);
  }
}
