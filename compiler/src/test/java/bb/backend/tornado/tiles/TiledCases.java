package bb.backend.tornado.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.tornado.StandIns;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.emit.DeviceFiles;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.KernelMethods;
import bb.backend.tornado.methods.KernelSource;
import bb.backend.tornado.methods.SharedMethods.Call;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Runs kernels in work-groups on the stand-in of a device, and as the loops they are equal to. Each
 * way the output begins with poison, so that what one writes and the other does not is seen.
 */
final class TiledCases {
  private static final double TOLERANCE = 4e-6;

  /** Sums of many terms are to stay where functions are not flat. */
  private static final double SCALE = 0.3;

  private static final JavaPackage HOME = new JavaPackage("bb.tiles");
  private static final ClassName PARALLEL = ClassName.get(HOME.name(), "Parallel");
  private static final ClassName TILED = ClassName.get(HOME.name(), "Tiled");
  private static final String DRIVER = "Driver";

  private final List<DeviceKernel> kernels;
  private final ClassLoader classes;

  private TiledCases(List<KernelCase> cases) {
    kernels = cases.stream().map(KernelCase::kernel).distinct().toList();
    KernelSource source = new KernelSource(Precision.FP32);
    KernelMethods methods = KernelMethods.of(kernels, List.of());
    TypeSpec.Builder driver = TypeSpec.classBuilder(DRIVER).addModifiers(Modifier.PUBLIC);
    for (DeviceKernel kernel : kernels) {
      driver.addMethod(call(kernel, name(kernel), methods.loops(kernel)));
      methods.groups(kernel).forEach(tiled -> driver.addMethod(call(kernel, name(kernel), tiled)));
    }
    DeviceFiles sources = new DeviceFiles(HOME);
    List<GeneratedFile> files =
        List.of(
            sources.of(driver.build()),
            sources.of(source.parallel(PARALLEL, methods)),
            sources.of(source.tiled(TILED, methods)));
    classes = StandIns.load(files);
  }

  private String name(DeviceKernel kernel) {
    return "kernel" + kernels.indexOf(kernel);
  }

  /** A method that calls a kernel. */
  private static MethodSpec call(DeviceKernel kernel, String name, Call loops) {
    return method(name)
        .addStatement("$T.$N($L, n$L)", PARALLEL, loops.method(), arrays(kernel), sizes(loops))
        .addStatement("return 0")
        .build();
  }

  /** A method that makes a task of a variant, and returns the number of its groups. */
  private static MethodSpec call(DeviceKernel kernel, String name, KernelMethods.Tiled tiled) {
    return method(name + tiled.kernel().variant())
        .addStatement(
            "graph.task($S, $T::$N, new $T(), $L, n$L)",
            "t",
            TILED,
            tiled.call().method(),
            KernelContext.class,
            tiled.call().params().stream()
                .map(param -> CodeBlock.of("a[$L]", kernel.params().indexOf(param)))
                .collect(CodeBlock.joining(", ")),
            sizes(tiled.call()))
        .addStatement("return $L", tiled.kernel().groups())
        .build();
  }

  private static CodeBlock sizes(Call call) {
    return call.sizes().stream()
        .map(size -> CodeBlock.of(", $L", size))
        .collect(CodeBlock.joining(""));
  }

  private static MethodSpec.Builder method(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addParameter(TaskGraph.class, "graph")
        .addParameter(FloatArray[].class, "a")
        .addParameter(TypeName.INT, "n")
        .returns(TypeName.INT);
  }

  private static CodeBlock arrays(DeviceKernel kernel) {
    return IntStream.range(0, kernel.params().size())
        .mapToObj(i -> CodeBlock.of("a[$L]", i))
        .collect(CodeBlock.joining(", "));
  }

  /** Runs all variants of the cases' kernels. */
  static void check(List<KernelCase> cases) {
    TiledCases tiled = new TiledCases(cases);
    cases.forEach(tiled::check);
  }

  private void check(KernelCase c) {
    // not of its hash code: that of an enum differs from one JVM to the next
    Random random = new Random(c.toString().hashCode());
    FloatArray[] arrays =
        c.sizes().stream().map(size -> numbers(size, random)).toArray(FloatArray[]::new);
    FloatArray output = arrays[arrays.length - 1];
    output.init(Float.NaN);
    call(c, "", new TaskGraph("g"), arrays);
    float[] expected = output.toHeapArray();
    for (TiledKernel variant : Tiles.of(c.kernel())) {
      output.init(0);
      run(c, variant, arrays);
      compare(expected, output.toHeapArray(), variant.variant() + " of " + c);
    }
  }

  private static FloatArray numbers(long size, Random random) {
    FloatArray array = new FloatArray(Math.toIntExact(size));
    for (int i = 0; i < size; i++) {
      array.set(i, (float) (SCALE * random.nextGaussian()));
    }
    return array;
  }

  private void run(KernelCase c, TiledKernel variant, FloatArray[] arrays) {
    Object[] inputs = Arrays.copyOf(arrays, arrays.length - 1);
    TaskGraph graph = new TaskGraph("g");
    graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, inputs);
    int groups = call(c, variant.variant(), graph, arrays);
    graph.transferToHost(DataTransferMode.EVERY_EXECUTION, arrays[arrays.length - 1]);
    WorkerGrid grid =
        new WorkerGrid3D(groups * variant.items(), (int) variant.columns(), (int) variant.layers());
    grid.setLocalWork(variant.items(), 1, 1);
    new TornadoExecutionPlan(graph.snapshot())
        .withGridScheduler(new GridScheduler("g.t", grid))
        .execute();
  }

  private int call(KernelCase c, String variant, TaskGraph graph, FloatArray[] arrays) {
    try {
      return (int)
          Class.forName(HOME + "." + DRIVER, true, classes)
              .getMethod(name(c.kernel()) + variant, TaskGraph.class, FloatArray[].class, int.class)
              .invoke(null, graph, arrays, c.batch());
    } catch (InvocationTargetException e) {
      throw new AssertionError(variant + " of " + c, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compare(float[] expected, float[] found, String what) {
    List<Integer> written = new ArrayList<>();
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Float.isNaN(expected[i]), Float.isNaN(found[i]), what + " writes " + i);
      if (!Float.isNaN(expected[i])) {
        written.add(i);
        size = Math.max(size, Math.abs(expected[i]));
      }
    }
    for (int i : written) {
      double distance = Math.abs(expected[i] - found[i]) / size;
      assertTrue(
          distance <= TOLERANCE,
          () -> "%s: element %d is %s, not %s".formatted(what, i, found[i], expected[i]));
    }
  }

  /** Checks that there is something to check: all of these variants occur. */
  static void covers(List<KernelCase> cases, String... variants) {
    List<String> found =
        cases.stream()
            .flatMap(c -> Tiles.of(c.kernel()).stream())
            .map(TiledKernel::variant)
            .distinct()
            .toList();
    assertEquals(List.of(), Stream.of(variants).filter(v -> !found.contains(v)).toList());
  }
}
