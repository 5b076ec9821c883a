package bb.backend.tornado.methods;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.methods.SharedMethods.Use;
import bb.backend.tornado.tiles.TiledKernel;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes what adds a kernel's task to {@code Stages s}: a method that chooses what fits the device
 * and the batch, where the kernel has work-groups, too. All of its layers call it, and those of
 * kernels that choose alike and differ in sizes only. So Java's compiler, to which a reference to a
 * method is dear, sees few of them.
 */
public final class Launchers {
  /** Sizes that a method takes. */
  private static final int MOST_SIZES = 30;

  /** The type of a task's number. */
  public static final ClassName NUMBER = ClassName.get(Integer.class);

  private final ClassName type;
  private final ClassName parallel;
  private final ClassName tiled;
  private final KernelMethods methods;
  private final Precision precision;
  private final SharedMethods shared = new SharedMethods();
  private final Map<DeviceKernel, Use> uses = new LinkedHashMap<>();

  /**
   * @param type the class of these methods
   * @param parallel the class of the kernels as parallel loops
   * @param tiled the class of the kernels in work-groups
   */
  public Launchers(
      ClassName type,
      ClassName parallel,
      ClassName tiled,
      KernelMethods methods,
      Collection<DeviceKernel> kernels,
      Precision precision) {
    this.type = type;
    this.parallel = parallel;
    this.tiled = tiled;
    this.methods = methods;
    this.precision = precision;
    kernels.forEach(kernel -> uses.computeIfAbsent(kernel, this::share));
  }

  /**
   * An expression that adds a task.
   *
   * @param layer an expression: what the task computes
   * @param arrays expressions of arrays
   * @param examples how many there are
   */
  public CodeBlock call(
      DeviceKernel kernel, CodeBlock layer, List<CodeBlock> arrays, IndexExpr examples) {
    Call call = uses.get(kernel).call();
    return CodeBlock.of(
        "$T.$N(s,$W$L,$W$L,$W$L$L)",
        type,
        call.method(),
        layer,
        examples,
        join(arrays),
        sizes(call));
  }

  /** An expression that adds a task of parallel loops. */
  public static CodeBlock loops(
      ClassName type,
      Call call,
      CodeBlock layer,
      List<CodeBlock> arrays,
      IndexExpr examples,
      Precision precision) {
    return CodeBlock.of(
        "s.loops($L)\n.<$L>task(s.id(),$W$T::$N,$W$L,$W$L$L)",
        layer,
        types(call, precision),
        type,
        call.method(),
        join(arrays),
        examples,
        sizes(call));
  }

  /**
   * The types of the arguments that the loops and the work-groups of a kernel take. Java's compiler
   * would infer them, for each of the twenty methods of that name that TornadoVM has.
   */
  private static CodeBlock types(Call call, Precision precision) {
    Stream<ClassName> arrays = call.params().stream().map(param -> precision.array(param.exact()));
    Stream<ClassName> numbers = Stream.generate(() -> NUMBER).limit(1 + call.sizes().size());
    return Stream.concat(arrays, numbers)
        .map(type -> CodeBlock.of("$T", type))
        .collect(CodeBlock.joining(",$W"));
  }

  private static List<CodeBlock> names(List<Param> params) {
    return params.stream().map(param -> CodeBlock.of("$N", param.name())).toList();
  }

  private static CodeBlock join(List<CodeBlock> arrays) {
    return CodeBlock.join(arrays, ",$W");
  }

  /** What follows the number of examples. */
  public static CodeBlock sizes(Call call) {
    return call.sizes().stream()
        .map(size -> CodeBlock.of(",$W$L", size))
        .collect(CodeBlock.joining(""));
  }

  /** The methods. */
  public List<MethodSpec> methods() {
    return shared.all().stream().map(this::method).toList();
  }

  private MethodSpec method(SharedMethod launcher) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(launcher.name())
            .addModifiers(Modifier.STATIC)
            .addParameter(type.peerClass("Stages"), "s")
            .addParameter(String.class, "layer")
            .addParameter(TypeName.INT, "n");
    for (Param param : launcher.params()) {
      method.addParameter(precision.array(param.exact()), param.name());
    }
    launcher.sizeNames().forEach(size -> method.addParameter(TypeName.INT, size));
    return method
        .addCode(
            Code.withImports(
                launcher.body(),
                parallel,
                tiled,
                KernelSource.CONTEXT,
                precision.array(true),
                precision.array(false),
                NUMBER))
        .build();
  }

  private Use share(DeviceKernel kernel) {
    String text = Code.text(body(kernel));
    return shared.add(
        kernel.name() + "Task", kernel.params(), text, kernel.params().size() + MOST_SIZES);
  }

  private CodeBlock body(DeviceKernel kernel) {
    List<CodeBlock> arrays = names(kernel.params());
    CodeBlock layer = CodeBlock.of("layer");
    CodeBlock.Builder code = CodeBlock.builder();
    CodeBlock loops = loops(parallel, methods.loops(kernel), layer, arrays, N, precision);
    List<KernelMethods.Tiled> variants = methods.groups(kernel);
    if (variants.isEmpty()) {
      return code.addStatement("$L", loops).build();
    }
    for (KernelMethods.Tiled variant : variants) {
      CodeBlock condition = fits(variant.kernel());
      if (variant == variants.getFirst()) {
        code.beginControlFlow("if ($L)", condition);
      } else {
        code.nextControlFlow("else if ($L)", condition);
      }
      code.addStatement("$L", groups(variant, layer));
    }
    return code.nextControlFlow("else").addStatement("$L", loops).endControlFlow().build();
  }

  private static CodeBlock fits(TiledKernel kernel) {
    CodeBlock fits = CodeBlock.of("s.fits($L, $L)", kernel.items(), kernel.localBytes());
    return kernel.fromBatch() == 1 ? fits : CodeBlock.of("n >= $L && $L", kernel.fromBatch(), fits);
  }

  private CodeBlock groups(KernelMethods.Tiled variant, CodeBlock layer) {
    TiledKernel kernel = variant.kernel();
    return CodeBlock.of(
        "s.groups($L,$W$L, $L, $L, $L)\n.<$T,$W$L>task(s.id(),$W$T::$N,$Ws.context(),$W$L,$Wn$L)",
        layer,
        kernel.groups(),
        kernel.columns(),
        kernel.layers(),
        kernel.items(),
        KernelSource.CONTEXT,
        types(variant.call(), precision),
        tiled,
        variant.call().method(),
        join(names(variant.call().params())),
        sizes(variant.call()));
  }
}
