package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.JavaPackage;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks that a program loads and forgets, as a container of applications does: nothing of them
 * stays, neither classes nor weights. {@code benchmarks/soak} does the same for longer.
 */
class ReloadTest {
  private static final int CYCLES = 20;

  /** A collection clears what nothing holds; one that a thread still ends needs another. */
  private static final int COLLECTIONS = 50;

  private static final String SOURCE =
      """
      network Seen {
        input image: [1, 12, 12]
        conv(8, 3, padding: 1)
        relu
        max_pool(2)
        flatten
        linear(4)
      }
      """;

  @TempDir private static Path folder;

  private static URL jar;

  @BeforeAll
  static void compile() throws IOException {
    CompiledModel model = Jars.compile(SOURCE, "Seen", new JavaPackage("com.acme.seen"), true);
    JarWriter.Embedded weights =
        Jars.weights(folder.resolve("seen.safetensors"), SOURCE, "Seen", 0.01f);
    jar = Jars.write(folder.resolve("seen.jar"), model, Optional.of(weights)).toUri().toURL();
  }

  @Test
  void nothing_stays_of_what_is_forgotten() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    float[] first = null;
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      try (URLClassLoader loader =
          new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
        float[] answer = answer(loader);
        first = first == null ? answer : first;
        assertArrayEquals(first, answer);
        loaders.add(new WeakReference<>(loader));
      }
    }
    for (int i = 0; i < COLLECTIONS && alive(loaders) > 0; i++) {
      endThreads();
      System.gc();
    }
    assertEquals(0, alive(loaders), "class loaders that something still holds");
  }

  private static float[] answer(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass("com.acme.seen.Seen");
    Object model = type.getMethod("load").invoke(null);
    type.getMethod("warmUp").invoke(model);
    Method predict = type.getMethod("predict", float[].class);
    return (float[]) predict.invoke(model, new float[144]);
  }

  /** Those of the networks, which end by themselves. */
  private static void endThreads() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("bb-") && thread.isDaemon()) {
        thread.join();
      }
    }
  }

  private static long alive(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }
}
