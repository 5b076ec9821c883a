package bb.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.io.OutputFile;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nothing but {@link OutputFile} opens a file for writing, or moves, makes or deletes one: so that
 * no other code has to know how a file is written without losing another.
 */
@AnalyzeClasses(packages = "bb", importOptions = ImportOption.DoNotIncludeTests.class)
final class OneWriterTest {
  /** All methods of {@link Files} that change what is on the disk, or can. */
  private static final Set<String> CHANGING =
      Set.of(
          "copy",
          "createDirectories",
          "createDirectory",
          "createFile",
          "createLink",
          "createSymbolicLink",
          "createTempDirectory",
          "createTempFile",
          "delete",
          "deleteIfExists",
          "move",
          "newBufferedWriter",
          "newByteChannel",
          "newOutputStream",
          "setAttribute",
          "setLastModifiedTime",
          "setOwner",
          "setPosixFilePermissions",
          "write",
          "writeString");

  /** Methods of {@link File} that do the same. */
  private static final Set<String> CHANGING_OLD =
      Set.of(
          "createNewFile",
          "createTempFile",
          "delete",
          "deleteOnExit",
          "mkdir",
          "mkdirs",
          "renameTo",
          "setExecutable",
          "setLastModified",
          "setReadOnly",
          "setReadable",
          "setWritable");

  /** Types that only exist to write files, or open files in a mode that is not seen from here. */
  private static final Set<String> WRITERS =
      Set.of(
          "java.io.FileOutputStream",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.lang.ProcessBuilder$Redirect",
          "java.nio.channels.AsynchronousFileChannel",
          "java.util.logging.FileHandler",
          "javax.imageio.ImageIO",
          "javax.imageio.stream.FileCacheImageInputStream",
          "javax.imageio.stream.FileCacheImageOutputStream",
          "javax.imageio.stream.FileImageOutputStream");

  /** What of those types writes no file. */
  private static final Map<String, Set<String>> HARMLESS =
      Map.of(
          "javax.imageio.ImageIO", Set.of("getImageReadersByFormatName"),
          "java.lang.ProcessBuilder$Redirect", Set.of("INHERIT", "DISCARD", "PIPE"));

  /** {@code bb.runtime.io}'s two readers, which need an open file and say that they read it. */
  private static final Set<String> READERS =
      Set.of("bb.runtime.io.Bytes$OfFile", "bb.runtime.io.Pipes");

  private static final DescribedPredicate<JavaClass> READER =
      DescribedPredicate.describe("a reader", type -> READERS.contains(type.getName()));

  private static final DescribedPredicate<JavaAccess<?>> WRITES =
      DescribedPredicate.describe("it writes", OneWriterTest::writes);

  @ArchTest
  static final ArchRule onlyOneClassWrites =
      noClasses()
          .that(not(type(OutputFile.class)).and(not(READER)))
          .should()
          .accessTargetWhere(WRITES);

  /** The rule sees what it is about: the writer breaks it in every way that a writer has. */
  @ArchTest
  static void theWriterIsSeen(JavaClasses classes) {
    String found =
        String.join(
            "\n",
            noClasses()
                .should()
                .accessTargetWhere(WRITES)
                .evaluate(classes)
                .getFailureReport()
                .getDetails());
    for (String way :
        List.of("newByteChannel", "newOutputStream", "move", "deleteIfExists", "deleteOnExit")) {
      assertTrue(found.contains("OutputFile") && found.contains(way), way);
    }
  }

  private static boolean writes(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getName();
    if (owner.isEquivalentTo(Files.class)) {
      return CHANGING.contains(name);
    }
    if (owner.isEquivalentTo(File.class)) {
      return CHANGING_OLD.contains(name);
    }
    if (owner.isAssignableTo(FileSystemProvider.class)) {
      return true;
    }
    if (owner.getName().equals("java.nio.channels.FileChannel")) {
      return name.equals("open");
    }
    if (List.of("java.io.PrintStream", "java.io.PrintWriter", "java.util.Formatter")
        .contains(owner.getName())) {
      return name.equals("<init>") && opensFile(access);
    }
    return WRITERS.contains(owner.getName())
        && !HARMLESS.getOrDefault(owner.getName(), Set.of()).contains(name)
        && !takesOpenFile(access);
  }

  /** Whether a constructor takes what is open already, such as standard output. */
  private static boolean takesOpenFile(JavaAccess<?> access) {
    return access.getTarget().getFullName().endsWith(".<init>(java.io.FileDescriptor)");
  }

  /** Whether a constructor takes a file or the name of one. */
  private static boolean opensFile(JavaAccess<?> access) {
    return access
        .getTarget()
        .getFullName()
        .matches(".*\\((java\\.io\\.File|java\\.lang\\.String)\\b.*");
  }
}
