package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.backend.GeneratedFile;
import bb.backend.cpu.TestModel;
import bb.backend.jar.CompiledModel;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import bb.runtime.tornado.Releases;
import bb.runtime.tornado.TornadoModel;
import bb.runtime.tornado.TornadoVersion;
import bb.runtime.tornado.device.Stages;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Code that was compiled against one release of TornadoVM runs on the other, as does the runtime,
 * which is compiled against the stand-ins. These are those of 5.2; of 6.0 there is what its release
 * notes say of the names that emitted code could use: its backends, PTX and SPIR-V being gone.
 */
class ReleasesTest {
  private static final String BACKENDS = "uk.ac.manchester.tornado.api.enums.TornadoVMBackendType";

  private static final String OF_SIX =
      """
      package uk.ac.manchester.tornado.api.enums;

      public enum TornadoVMBackendType { OPENCL, METAL, CUDA, JAVA, VIRTUAL }
      """;

  private static final String TEXT =
      """
      network Small {
        input x: [6]
        linear(5); relu
        linear(4)
      }
      """;

  private static final WeightSource WEIGHTS = Synthetic.weights();

  @TempDir private Path folder;

  @Test
  void eitherReleaseRunsWhatTheOtherCompiled() throws IOException, ReflectiveOperationException {
    Path five = StandIns.classes();
    Path six = compileBackends();
    Graph graph = TestModel.parse(TEXT, "Small", new Problems());
    for (List<Path> compiled : List.of(List.of(five), List.of(six, five))) {
      CompiledModel model = compile(graph, compiled);
      for (List<Path> present : List.of(List.of(five), List.of(six, five))) {
        check(graph, model, present);
      }
    }
  }

  /** The test would find a name that is gone. */
  @Test
  void theNamesAreReallyGone() throws IOException, ReflectiveOperationException {
    try (var api = new Api(List.of(compileBackends(), StandIns.classes()))) {
      Class<?> backends = Class.forName(BACKENDS, true, api);
      assertThrows(NoSuchFieldException.class, () -> backends.getField("PTX"));
    }
  }

  @Test
  void saysHowFarAReleaseWasTried() {
    assertEquals(Releases.Tried.RUN, Releases.tried(TornadoVersion.of("5.2.0-jdk25")));
    assertEquals(Releases.Tried.COMPILED, Releases.tried(TornadoVersion.of("6.0.0")));
    assertEquals(Releases.Tried.UNTRIED, Releases.tried(TornadoVersion.of("8.2.0")));
    assertEquals(
        "nobody has tried networks on 8.2.0; they have run on 5.2",
        Releases.reservation(TornadoVersion.of("8.2.0")).orElseThrow());
    assertEquals("Level Zero", Releases.backend("Level Zero").text());
  }

  private static CompiledModel compile(Graph graph, List<Path> api) {
    List<GeneratedFile> files = StandIns.sources(graph, Precision.FP32);
    return StandIns.compile(files, files.getFirst().className(), api);
  }

  private static void check(Graph graph, CompiledModel model, List<Path> present)
      throws IOException {
    try (var api = new Api(present)) {
      StandIns.Both both = StandIns.both(graph, new StandIns.Memory(model.classes(), api));
      Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 2);
      TornadoModel device = both.tornado(WEIGHTS);
      assertEquals("OpenCL", device.device().backend());
      assertArrayEquals(
          both.cpu(WEIGHTS).predict(inputs).get("output").data(),
          device.predict(inputs).get("output").data(),
          1e-6f);
    }
  }

  private Path compileBackends() throws IOException {
    Path source = folder.resolve("TornadoVMBackendType.java");
    Files.writeString(source, OF_SIX);
    Path classes = folder.resolve("six");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertEquals(0, failed);
    return classes;
  }

  /** Loads TornadoVM's classes itself, and what names them, and asks for all others. */
  private static final class Api extends URLClassLoader {
    private static final List<String> OWN =
        List.of("uk.ac.manchester.tornado.", Stages.class.getPackageName() + ".");

    Api(List<Path> folders) throws MalformedURLException {
      super(urls(folders), StandIns.class.getClassLoader());
      addURL(Stages.class.getProtectionDomain().getCodeSource().getLocation());
    }

    private static URL[] urls(List<Path> folders) throws MalformedURLException {
      URL[] urls = new URL[folders.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = folders.get(i).toUri().toURL();
      }
      return urls;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (OWN.stream().noneMatch(name::startsWith)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }
  }
}
