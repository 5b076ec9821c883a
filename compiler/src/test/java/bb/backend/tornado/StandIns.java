package bb.backend.tornado;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.CpuBackend;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.backend.jar.TornadoSdk;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.program.Program;
import bb.runtime.Model;
import bb.runtime.WeightSource;
import bb.runtime.tornado.TornadoModel;
import bb.runtime.tornado.TornadoVersion;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uk.ac.manchester.tornado.api.TaskGraph;

/** Compiles networks against the stand-ins of TornadoVM and loads them into this process. */
public final class StandIns {
  private StandIns() {}

  /** The same network twice: the CPU engine's, and TornadoVM's. */
  public record Both(String cpu, String tornado, ClassLoader loader) {
    public Model cpu(WeightSource weights) {
      return load(cpu, weights);
    }

    public TornadoModel tornado(WeightSource weights) {
      return (TornadoModel) load(tornado, weights);
    }

    private Model load(String name, WeightSource weights) {
      try {
        Class<?> type = Class.forName(name, true, loader);
        return (Model) type.getMethod("load", WeightSource.class).invoke(null, weights);
      } catch (InvocationTargetException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static Both compile(Graph graph, Precision precision) {
    return build(graph, sources(graph, precision));
  }

  /** Without the classes that call libraries of CUDA, as if there were none that they name. */
  public static Both withoutLibraries(Graph graph) {
    List<GeneratedFile> files = sources(graph, Precision.FP32);
    Map<String, byte[]> classes =
        new HashMap<>(compile(files, files.getFirst().className()).classes());
    classes.keySet().removeIf(name -> name.endsWith("LibraryTasks"));
    return both(graph, new Memory(classes, StandIns.class.getClassLoader()));
  }

  /** Several networks, each of its own name, for which the Java compiler has to start only once. */
  public static List<Both> compile(List<Graph> graphs) {
    ClassLoader loader =
        load(graphs.stream().flatMap(graph -> sources(graph, Precision.FP32).stream()).toList());
    return graphs.stream().map(graph -> both(graph, loader)).toList();
  }

  /** What a network is written as. */
  public static List<GeneratedFile> sources(Graph graph, Precision precision) {
    Problems problems = new Problems();
    CpuPlan plan =
        Compiler.plan(Compiler.program(graph), problems)
            .orElseThrow(() -> new AssertionError(problems.sorted()));
    List<GeneratedFile> files = new ArrayList<>(Compiler.generate(graph, plan, home(graph), false));
    files.addAll(
        Compiler.generateTornado(graph, Compiler.program(graph), precision, home(graph), problems)
            .orElseThrow(() -> new AssertionError(problems.sorted())));
    return files;
  }

  /** Of a program as it is, without the passes. */
  public static Both compile(Graph graph, Program program, Precision precision) {
    Problems problems = new Problems();
    CpuPlan plan =
        CpuBackend.plan(program, problems).orElseThrow(() -> new AssertionError(problems.sorted()));
    List<GeneratedFile> files =
        new ArrayList<>(CpuBackend.generate(graph, plan, home(graph), false));
    files.addAll(
        TornadoBackend.generate(graph, program, precision, home(graph), problems)
            .orElseThrow(() -> new AssertionError(problems.sorted())));
    return build(graph, files);
  }

  private static JavaPackage home(Graph graph) {
    return JavaPackage.of(graph);
  }

  private static Both build(Graph graph, List<GeneratedFile> files) {
    return both(graph, load(files));
  }

  static Both both(Graph graph, ClassLoader loader) {
    String cpu = home(graph) + "." + graph.name();
    return new Both(cpu, cpu + "Tornado", loader);
  }

  /** Has the classes that these sources become. */
  public static ClassLoader load(List<GeneratedFile> files) {
    return new Memory(
        compile(files, files.getFirst().className()).classes(), StandIns.class.getClassLoader());
  }

  /**
   * The classes that these sources become; the model's is the first.
   *
   * @param device the class that runs it with TornadoVM
   */
  static CompiledModel compile(List<GeneratedFile> files, String device) {
    return compile(files, device, List.of(classes()));
  }

  /**
   * The same.
   *
   * @param api where TornadoVM's classes lie
   */
  static CompiledModel compile(List<GeneratedFile> files, String device, List<Path> api) {
    TornadoVersion version = TornadoVersion.of(TornadoVersion.OLDEST);
    TornadoSdk sdk = new TornadoSdk(Path.of("."), version, List.of("opencl"), api);
    Problems problems = new Problems();
    return JavaBuild.compile(files, device, sdk, problems)
        .orElseThrow(() -> new AssertionError(problems.sorted()));
  }

  static Path classes() {
    try {
      return Path.of(TaskGraph.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static final class Memory extends ClassLoader {
    private final Map<String, byte[]> classes;

    Memory(Map<String, byte[]> classes, ClassLoader parent) {
      super(parent);
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
