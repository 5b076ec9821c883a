package bb.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import bb.ImportedSource;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.importing.lift.Dimensions;
import bb.importing.write.Source;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * Whatever a file holds, an import of it or an explanation comes out, and it takes a memory that
 * the file has reason to ask for.
 */
final class HostileModelsTest {
  private static final Path FOLDER = Path.of("src/test/resources/importing");
  private static final Path APPROVED = FOLDER.resolve("hostile.txt");
  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What known numbers may take, with what else is allocated. */
  private static final long MOST_BYTES = 3L << 28;

  private static final long MOST_BYTES_OF_SMALL_ONES = 1L << 28;
  private static final int MODELS = 40;
  private static final int MUTANTS = 20;

  /** Mistakes of what is in a node. */
  private static final Set<Code> OF_NODES = Set.of(Code.BB0903, Code.BB0904);

  /** Those of {@code src/test/python/onnx_hostile.py}; {@code -Dapprove=true} rewrites the text. */
  @Test
  void eachIsRefusedByWhatIsWrong() throws IOException {
    StringBuilder text = new StringBuilder();
    try (ZipFile zip = new ZipFile(FOLDER.resolve("hostile.zip").toFile())) {
      for (var entry : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        text.append("# ").append(entry.getName()).append('\n');
        text.append(imported(entry.getName(), bytes, MOST_BYTES)).append('\n');
      }
    }
    if (Boolean.getBoolean("approve")) {
      Files.writeString(APPROVED, text);
    }
    assertEquals(Files.readString(APPROVED), text.toString());
  }

  @Test
  void damagedModelsAreReadOrRefused() throws IOException {
    for (ConformanceCase sound : some()) {
      byte[] bytes = sound.model().toByteArray();
      for (int seed = 0; seed < MUTANTS; seed++) {
        Random random = new Random(sound.name().hashCode() * 31L + seed);
        String name = sound.name() + " with seed " + seed;
        imported(
            name,
            seed % 5 == 0
                ? Damage.bytes(bytes, random)
                : Damage.fields(sound.model(), random).toByteArray(),
            MOST_BYTES_OF_SMALL_ONES);
      }
    }
  }

  private static List<ConformanceCase> some() throws IOException {
    List<ConformanceCase> all = new ArrayList<>();
    for (String archive : List.of("conformance.zip", "spellings.zip")) {
      try (ZipFile zip = new ZipFile(FOLDER.resolve(archive).toFile())) {
        for (var entry : Collections.list(zip.entries())) {
          if (entry.getSize() < 6000) {
            all.add(ConformanceCase.read(entry.getName(), zip.getInputStream(entry)));
          }
        }
      }
    }
    Collections.shuffle(all, new Random(14));
    return all.subList(0, MODELS);
  }

  /** What is said of a model; its source if nothing is. */
  private static String imported(String name, byte[] bytes, long most) {
    Problems problems = new Problems();
    long before = MEMORY.getCurrentThreadAllocatedBytes();
    Optional<Source> source = Optional.empty();
    try {
      source =
          Importer.run(
              ByteBuffer.wrap(bytes),
              HostileModelsTest::noFile,
              "hostile.onnx",
              Dimensions.NONE,
              ImportedSource::tensors,
              problems);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(name, e);
    }
    long allocated = MEMORY.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < most, () -> name + " takes " + allocated + " bytes");
    assertEquals(source.isEmpty(), problems.hasErrors(), name);
    problems.sorted().stream()
        .filter(d -> OF_NODES.contains(d.code()))
        .forEach(d -> assertTrue(names(d), () -> name + ": " + d));
    return source.map(Source::text).orElseGet(() -> TextRenderer.render(problems.sorted(), false));
  }

  private static ByteBuffer noFile(String location, long offset, long length) {
    throw bb.importing.read.Refusal.of(Code.BB0907, "there is no `%s`", location);
  }

  /** Whether it says of which node, input or output it is. */
  private static boolean names(Diagnostic found) {
    return found.message().contains("`")
        || found.notes().stream().anyMatch(note -> note.contains("`"))
        || found.message().equals("the model has no input");
  }
}
