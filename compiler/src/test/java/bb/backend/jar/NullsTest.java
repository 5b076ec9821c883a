package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.runtime.ArrayClassifier;
import bb.runtime.ArrayModel;
import bb.runtime.EngineInfo;
import bb.runtime.ErrorCode;
import bb.runtime.Image;
import bb.runtime.ImageClassifier;
import bb.runtime.ImageModel;
import bb.runtime.Listener;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.Options;
import bb.runtime.Tensor;
import bb.runtime.TokenClassifier;
import bb.runtime.TokenModel;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import com.sun.source.util.JavacTask;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that a program calls takes null, and says so twice: to tools, and by an exception with
 * the parameter's name. What there is to call is found by reflection.
 */
class NullsTest {
  /** A network for each of the interfaces, and one with several inputs and outputs. */
  private static final Map<String, String> NETWORKS =
      Map.of(
          "Pets",
          """
          network Pets {
            input image: [3, 4, 4]
            flatten
            linear(2)
            output it labels: ["cat", "dog"]
          }
          """,
          "Mood",
          """
          network Mood {
            input ids: int32 [4]
            embedding(10, 2)
            flatten
            linear(2)
            output it labels: ["good", "bad"]
          }
          """,
          "Wine",
          """
          network Wine {
            input tastes: [5]
            linear(2)
            output it labels: ["red", "white"]
          }
          """,
          "Pair",
          """
          network Pair {
            input left: [4]
            input ids: int32 [4]
            ids -> embedding(10, 2) -> flatten as words
            left -> linear(2) as numbers
            output words, numbers
          }
          """);

  @TempDir private static Path folder;

  /** What each type of a parameter takes, and what methods of each type are called on. */
  private static final Map<Class<?>, Object> SAMPLES = new HashMap<>();

  private static final List<Class<?>> GENERATED = new ArrayList<>();
  private static JavacTask sources;

  @BeforeAll
  static void load() throws Exception {
    Map<String, Model> models = new HashMap<>();
    for (var network : NETWORKS.entrySet()) {
      models.put(network.getKey(), model(network.getKey(), network.getValue()));
    }
    Model pets = models.get("Pets");
    for (Class<?> type : List.of(Model.class, ImageModel.class, ImageClassifier.class)) {
      SAMPLES.put(type, pets);
    }
    for (Class<?> type : List.of(TokenModel.class, TokenClassifier.class)) {
      SAMPLES.put(type, models.get("Mood"));
    }
    for (Class<?> type : List.of(ArrayModel.class, ArrayClassifier.class)) {
      SAMPLES.put(type, models.get("Wine"));
    }
    BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    Path weights = folder.resolve("Pets.safetensors");
    ModelInfo info = pets.info();
    List<Object> values =
        List.of(
            "text",
            new String[] {"text"},
            new float[4],
            new int[0],
            new byte[0],
            weights,
            picture,
            Duration.ZERO,
            Image.of(picture),
            Options.DEFAULT,
            info,
            info.inputs().getFirst(),
            info.outputs().getFirst(),
            info.tensors().getFirst(),
            info.checkpoint(),
            ModelInfo.Preprocess.NONE,
            new Tensor(new int[] {1}, new float[1]),
            new UserError(ErrorCode.BB0601, "text"),
            new EngineInfo(EngineInfo.Kind.SCALAR, "", 0, 1));
    values.forEach(value -> SAMPLES.put(value.getClass(), value));
    InputStream stream = new ByteArrayInputStream(new byte[0]);
    SAMPLES.put(Path.class, weights);
    SAMPLES.put(InputStream.class, stream);
    SAMPLES.put(ReadableByteChannel.class, Channels.newChannel(stream));
    SAMPLES.put(Class.class, NullsTest.class);
    SAMPLES.put(List.class, List.of());
    SAMPLES.put(Map.class, Map.of());
    SAMPLES.put(Optional.class, Optional.empty());
    SAMPLES.put(Executor.class, (Executor) Runnable::run);
    SAMPLES.put(BooleanSupplier.class, (BooleanSupplier) () -> false);
    SAMPLES.put(Listener.class, new Listener() {});
    SAMPLES.put(WeightSource.class, WeightSource.of(weights));
    SAMPLES.put(int.class, 1);
    SAMPLES.put(long.class, 1L);
    SAMPLES.put(float.class, 1f);
    SAMPLES.put(double.class, 1.0);
    SAMPLES.put(boolean.class, false);
    Path jspecify =
        Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    sources =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    null,
                    _ -> {},
                    List.of(
                        "-sourcepath",
                        "../runtime/src/main/java" + File.pathSeparator + folder,
                        "-cp",
                        jspecify.toString()),
                    List.of("java.lang.Object"),
                    null);
  }

  /** A network as a program has it, from a thin jar; its sources lie in the folder. */
  private static Model model(String network, String source) throws Exception {
    JavaPackage home = new JavaPackage("com.acme." + network.toLowerCase(java.util.Locale.ROOT));
    for (GeneratedFile file : Jars.generate(source, network, home, true)) {
      Path path = folder.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Path jar = folder.resolve(network + ".jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      JarWriter.writeThin(
          out,
          Jars.compile(source, network, home, true),
          Optional.of(
              Jars.weights(folder.resolve(network + ".safetensors"), source, network, 0.5f)));
    }
    URL[] urls = {jar.toUri().toURL()};
    // it stays open for as long as the model is used
    URLClassLoader loader = new URLClassLoader(urls, Model.class.getClassLoader());
    Class<?> type = loader.loadClass(home + "." + network);
    Model model = (Model) type.getMethod("load").invoke(null);
    GENERATED.add(type);
    SAMPLES.put(type, model);
    return model;
  }

  @Test
  void tools_are_told() throws Exception {
    String descriptor = Files.readString(Path.of("../runtime/src/main/module/module-info.java"));
    List<String> exported =
        Pattern.compile("exports ([\\w.]+);")
            .matcher(descriptor)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertTrue(exported.contains("bb.runtime"), exported::toString);
    for (String name : exported) {
      Class<?> marks = Class.forName(name + ".package-info");
      assertTrue(marks.isAnnotationPresent(NullMarked.class), name);
    }
    for (Class<?> type : GENERATED) {
      assertTrue(type.isAnnotationPresent(NullMarked.class), type.getName());
    }
  }

  @Test
  void each_parameter_is_checked_before_anything_else() throws Exception {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (Class<?> type : Stream.concat(runtime().stream(), GENERATED.stream()).toList()) {
      for (Executable called : called(type)) {
        List<String> names = names(called);
        for (int i = 0; i < names.size(); i++) {
          if (!called.getParameterTypes()[i].isPrimitive()) {
            String thrown = thrown(called, i);
            checked++;
            if (!thrown.equals("NullPointerException: " + expected(called, names.get(i)))) {
              wrong.add("%s with null for %s: %s".formatted(called, names.get(i), thrown));
            }
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(checked > 150, "only " + checked);
  }

  /** As the Javadoc of {@link Tensor#of} says: so that generated methods need not say it. */
  private static String expected(Executable called, String parameter) {
    return called.getDeclaringClass() == Tensor.class && parameter.equals("example")
        ? "image"
        : parameter;
  }

  /** What programs use of the runtime; a listener's methods are called by it. */
  private static List<Class<?>> runtime() throws Exception {
    List<Class<?>> types = new ArrayList<>();
    for (String path : RuntimeClasses.files(Library.RUNTIME).keySet()) {
      if (path.matches("bb/runtime/[A-Z]\\w*(\\$[A-Z]\\w*)*\\.class")) {
        Class<?> type = Class.forName(path.replace(".class", "").replace('/', '.'));
        if (Modifier.isPublic(type.getModifiers()) && type != Listener.class) {
          types.add(type);
        }
      }
    }
    return types;
  }

  private static List<Executable> called(Class<?> type) {
    Stream<Executable> all =
        Stream.concat(
            Arrays.stream(type.getDeclaredConstructors()),
            Arrays.stream(type.getDeclaredMethods()));
    return all.filter(called -> Modifier.isPublic(called.getModifiers()) && !called.isSynthetic())
        .filter(called -> !called.getName().equals("equals"))
        .filter(called -> !(type.isEnum() && called.getName().equals("valueOf")))
        .toList();
  }

  /** Of its parameters, as its source has them. */
  private static List<String> names(Executable called) {
    String name = called instanceof Constructor ? "<init>" : called.getName();
    List<String> types =
        Arrays.stream(called.getParameterTypes()).map(Class::getCanonicalName).toList();
    List<? extends Element> members =
        sources
            .getElements()
            .getTypeElement(called.getDeclaringClass().getCanonicalName())
            .getEnclosedElements();
    for (Element member : members) {
      if (member instanceof ExecutableElement method
          && method.getSimpleName().contentEquals(name)
          && erased(method).equals(types)) {
        return method.getParameters().stream().map(p -> p.getSimpleName().toString()).toList();
      }
    }
    throw new AssertionError("no source of " + called);
  }

  private static List<String> erased(ExecutableElement method) {
    return method.getParameters().stream()
        .map(p -> sources.getTypes().erasure(p.asType()).toString())
        .toList();
  }

  private static String thrown(Executable called, int missing) throws ReflectiveOperationException {
    Object[] arguments = Arrays.stream(called.getParameterTypes()).map(NullsTest::sample).toArray();
    arguments[missing] = null;
    try {
      switch (called) {
        case Constructor<?> constructor -> constructor.newInstance(arguments);
        case Method method ->
            method.invoke(
                Modifier.isStatic(method.getModifiers())
                    ? null
                    : sample(method.getDeclaringClass()),
                arguments);
      }
      return "nothing";
    } catch (InvocationTargetException e) {
      return e.getCause().getClass().getSimpleName() + ": " + e.getCause().getMessage();
    }
  }

  private static Object sample(Class<?> type) {
    Object sample = type.isEnum() ? type.getEnumConstants()[0] : SAMPLES.get(type);
    if (sample == null) {
      throw new AssertionError("no sample of " + type);
    }
    return sample;
  }
}
