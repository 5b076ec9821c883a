package bb.backend.tornado.methods;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Param;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.tiles.TiledKernel;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes what adds a kernel's task to {@code Stages s}. A kernel that has work-groups, too, has a
 * method that chooses what fits the device and the batch; all of its layers call it.
 */
public final class Launchers {
  private final ClassName type;
  private final ClassName parallel;
  private final ClassName tiled;
  private final KernelMethods methods;
  private final Precision precision;
  private final Map<DeviceKernel, String> names = new LinkedHashMap<>();

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
    kernels.stream()
        .filter(kernel -> !methods.groups(kernel).isEmpty())
        .forEach(kernel -> names.putIfAbsent(kernel, kernel.name() + "_" + (names.size() + 1)));
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
    return names.containsKey(kernel)
        ? CodeBlock.of(
            "$T.$N(s,$W$L,$W$L,$W$L)", type, names.get(kernel), layer, examples, join(arrays))
        : loops(parallel, methods.loops(kernel), layer, arrays, examples);
  }

  /** An expression that adds a task of parallel loops. */
  public static CodeBlock loops(
      ClassName type, Call call, CodeBlock layer, List<CodeBlock> arrays, IndexExpr examples) {
    return CodeBlock.of(
        "s.loops($L)$Z.task(s.id(),$W$T::$N,$W$L,$W$L$L)",
        layer,
        type,
        call.method(),
        join(arrays),
        examples,
        sizes(call));
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
    return names.entrySet().stream().map(e -> method(e.getValue(), e.getKey())).toList();
  }

  private MethodSpec method(String name, DeviceKernel kernel) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.STATIC)
            .addParameter(type.peerClass("Stages"), "s")
            .addParameter(String.class, "layer")
            .addParameter(TypeName.INT, "n");
    for (Param param : kernel.params()) {
      method.addParameter(precision.array(param.exact()), param.name());
    }
    List<CodeBlock> arrays =
        kernel.params().stream().map(param -> CodeBlock.of("$N", param.name())).toList();
    CodeBlock layer = CodeBlock.of("layer");
    List<KernelMethods.Tiled> variants = methods.groups(kernel);
    for (KernelMethods.Tiled variant : variants) {
      CodeBlock condition = fits(variant.kernel());
      if (variant == variants.getFirst()) {
        method.beginControlFlow("if ($L)", condition);
      } else {
        method.nextControlFlow("else if ($L)", condition);
      }
      method.addStatement("$L", groups(variant, layer, arrays));
    }
    return method
        .nextControlFlow("else")
        .addStatement("$L", loops(parallel, methods.loops(kernel), layer, arrays, N))
        .endControlFlow()
        .build();
  }

  private static CodeBlock fits(TiledKernel kernel) {
    CodeBlock fits = CodeBlock.of("s.fits($L, $L)", kernel.items(), kernel.localBytes());
    return kernel.fromBatch() == 1 ? fits : CodeBlock.of("n >= $L && $L", kernel.fromBatch(), fits);
  }

  private CodeBlock groups(KernelMethods.Tiled variant, CodeBlock layer, List<CodeBlock> arrays) {
    TiledKernel kernel = variant.kernel();
    return CodeBlock.of(
        "s.groups($L,$W$L, $L, $L, $L)$Z.task(s.id(),$W$T::$N,$Ws.context(),$W$L,$Wn$L)",
        layer,
        kernel.groups(),
        kernel.columns(),
        kernel.layers(),
        kernel.items(),
        tiled,
        variant.call().method(),
        join(arrays),
        sizes(variant.call()));
  }
}
