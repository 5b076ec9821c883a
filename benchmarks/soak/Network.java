import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** A compiled network of one input and one output, in a class loader of its own. */
final class Network implements AutoCloseable {
  /** What a self-contained jar says of itself, below its package. */
  private static final String NAMES = "/runtime/cli/network.txt";

  private final URLClassLoader loader;
  private final int inputs;
  private final UnaryOperator<float[]> predict;

  private Network(URLClassLoader loader, int inputs, UnaryOperator<float[]> predict) {
    this.loader = loader;
    this.inputs = inputs;
    this.predict = predict;
  }

  /** Loads the network of a jar that {@code bbc compile} has written, weights and all. */
  static Network load(Path jar) throws IOException, ReflectiveOperationException {
    String name = className(jar);
    URLClassLoader loader =
        new URLClassLoader(
            new java.net.URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    Object model = loader.loadClass(name).getMethod("load").invoke(null);
    Method predict = model.getClass().getMethod("predict", float[].class);
    Object info = call(model, "info");
    List<?> shape = (List<?>) call(((List<?>) call(info, "inputs")).getFirst(), "shape");
    int size = shape.stream().mapToInt(dim -> (Integer) dim).reduce(1, Math::multiplyExact);
    return new Network(
        loader,
        size,
        input -> {
          try {
            return (float[]) predict.invoke(model, (Object) input);
          } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Object call(Object of, String method) throws ReflectiveOperationException {
    return of.getClass().getMethod(method).invoke(of);
  }

  private static String className(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      ZipEntry entry =
          file.stream()
              .filter(e -> e.getName().endsWith(NAMES))
              .findFirst()
              .orElseThrow(() -> new IOException(jar + " is no jar that bbc compile has written"));
      byte[] names = file.getInputStream(entry).readAllBytes();
      String home = entry.getName().substring(0, entry.getName().length() - NAMES.length());
      String network = new String(names, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
      return home.replace('/', '.') + "." + network.substring(network.lastIndexOf('.') + 1);
    }
  }

  /** Numbers for its input, others for another {@code seed}. */
  float[] input(int seed) {
    float[] numbers = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      numbers[i] = Math.floorMod((i + 1) * 31 * (seed + 7), 97) / 97f;
    }
    return numbers;
  }

  float[] predict(float[] input) {
    return predict.apply(input);
  }

  /** What must not stay when nothing holds the network. */
  ClassLoader loader() {
    return loader;
  }

  /** Closes the jar; the model itself has nothing to close. */
  @Override
  public void close() throws IOException {
    loader.close();
  }
}
