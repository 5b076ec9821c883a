package bb.backend.tornado.methods;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.DeviceTypes;
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

  private final Adders loops;
  private final Adders groups;
  private final KernelMethods methods;
  private final Precision precision;
  private final SharedMethods shared = new SharedMethods();
  private final Map<DeviceKernel, Use> uses = new LinkedHashMap<>();

  /**
   * @param parallel the class of the kernels as parallel loops
   * @param tiled the class of the kernels in work-groups
   */
  public Launchers(
      ClassName parallel,
      ClassName tiled,
      KernelMethods methods,
      Collection<DeviceKernel> kernels,
      Precision precision) {
    this.loops = Adders.ofLoops(parallel, methods, precision);
    this.groups = Adders.ofGroups(tiled, methods, precision);
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
        "$N(s,$W$L,$W$L,$W$L$L)", call.method(), layer, examples, join(arrays), sizes(call));
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
    return Stream.of(
            shared.all().stream().map(this::method).toList(), groups.methods(), loops.methods())
        .flatMap(List::stream)
        .toList();
  }

  private MethodSpec method(SharedMethod launcher) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(launcher.name())
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(DeviceTypes.STAGES, "s")
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
                Stream.concat(loops.classes().stream(), groups.classes().stream())
                    .distinct()
                    .toArray(ClassName[]::new)))
        .build();
  }

  private Use share(DeviceKernel kernel) {
    String text = Code.text(body(kernel));
    return shared.add(
        kernel.name() + "Task", kernel.params(), text, kernel.params().size() + MOST_SIZES);
  }

  private CodeBlock body(DeviceKernel kernel) {
    List<CodeBlock> arrays = names(kernel.params());
    CodeBlock.Builder code = CodeBlock.builder();
    CodeBlock task = loops.call(methods.loops(kernel), CodeBlock.of("s.loops(layer)"), arrays, N);
    List<KernelMethods.Tiled> variants = methods.groups(kernel);
    if (variants.isEmpty()) {
      return code.addStatement("$L", task).build();
    }
    for (KernelMethods.Tiled variant : variants) {
      CodeBlock condition = fits(variant.kernel());
      if (variant == variants.getFirst()) {
        code.beginControlFlow("if ($L)", condition);
      } else {
        code.nextControlFlow("else if ($L)", condition);
      }
      code.addStatement("$L", groups(variant));
    }
    return code.nextControlFlow("else").addStatement("$L", task).endControlFlow().build();
  }

  private static CodeBlock fits(TiledKernel kernel) {
    CodeBlock fits = CodeBlock.of("s.fits($L, $L)", kernel.items(), kernel.localBytes());
    return kernel.fromBatch() == 1 ? fits : CodeBlock.of("n >= $L && $L", kernel.fromBatch(), fits);
  }

  private CodeBlock groups(KernelMethods.Tiled variant) {
    TiledKernel kernel = variant.kernel();
    CodeBlock graph =
        CodeBlock.of(
            "s.groups(layer,$W$L, $L, $L, $L)",
            kernel.groups(),
            kernel.columns(),
            kernel.layers(),
            kernel.items());
    return groups.call(variant.call(), graph, names(variant.call().params()), N);
  }
}
