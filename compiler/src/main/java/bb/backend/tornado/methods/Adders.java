package bb.backend.tornado.methods;

import bb.backend.tornado.code.DeviceTypes;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.code.Precision;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.methods.SharedMethods.Call;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes what adds a task of a kernel's method to a graph. TornadoVM's own methods are generic in
 * all arguments, and Java's compiler takes long for each call of them, so that there is one for
 * each method: where several kernels share it, it has a method of its own, the adder.
 */
public final class Adders {
  private static final ClassName GRAPH = ClassName.get("uk.ac.manchester.tornado.api", "TaskGraph");

  /** The type of a task's number. */
  private static final ClassName NUMBER = ClassName.get(Integer.class);

  private final ClassName kernels;
  private final boolean grouped;
  private final Precision precision;

  /** The methods that have an adder, by their name. */
  private final Map<String, SharedMethod> shared = new LinkedHashMap<>();

  private Adders(
      ClassName kernels, List<SharedMethod> methods, boolean grouped, Precision precision) {
    this.kernels = kernels;
    this.grouped = grouped;
    this.precision = precision;
    methods.stream()
        .filter(method -> method.members() > 1)
        .forEach(method -> shared.put(method.name(), method));
  }

  /**
   * None: each task is added where it is wanted.
   *
   * @param kernels the class of kernels as parallel loops
   */
  public static Adders none(ClassName kernels, Precision precision) {
    return new Adders(kernels, List.of(), false, precision);
  }

  /** Of parallel loops. */
  static Adders ofLoops(ClassName kernels, KernelMethods methods, Precision precision) {
    return new Adders(kernels, methods.loops(), false, precision);
  }

  /** Of work-groups. */
  static Adders ofGroups(ClassName kernels, KernelMethods methods, Precision precision) {
    return new Adders(kernels, methods.groups(), true, precision);
  }

  /** The classes that calls name. */
  public List<ClassName> classes() {
    return List.of(
        kernels, KernelSource.CONTEXT, precision.array(true), precision.array(false), NUMBER);
  }

  /**
   * An expression that adds a task.
   *
   * @param graph an expression: the graph that it is added to
   * @param arrays expressions of arrays
   * @param examples how many there are
   */
  public CodeBlock call(Call call, CodeBlock graph, List<CodeBlock> arrays, IndexExpr examples) {
    List<CodeBlock> arguments = new ArrayList<>(arrays);
    arguments.add(CodeBlock.of("$L", examples));
    call.sizes().forEach(size -> arguments.add(CodeBlock.of("$L", size)));
    return shared.containsKey(call.method())
        ? CodeBlock.of("$N(s,$W$L,$W$L)", call.method(), graph, join(arguments))
        : CodeBlock.of(
            "$L\n$L", graph, task(call.method(), call.params(), call.sizes().size(), arguments));
  }

  /** TornadoVM would have Java's compiler infer the types, for each of its twenty methods. */
  private CodeBlock task(String method, List<Param> params, int sizes, List<CodeBlock> arguments) {
    Stream<ClassName> arrays = params.stream().map(param -> precision.array(param.exact()));
    Stream<ClassName> numbers = Stream.generate(() -> NUMBER).limit(1 + sizes);
    List<CodeBlock> types =
        Stream.of(
                grouped ? Stream.of(KernelSource.CONTEXT) : Stream.<ClassName>empty(),
                arrays,
                numbers)
            .flatMap(all -> all)
            .map(type -> CodeBlock.of("$T", type))
            .toList();
    return CodeBlock.of(
        ".<$L>task(s.id(),$W$T::$N,$W$L$L)",
        join(types),
        kernels,
        method,
        CodeBlock.of(grouped ? "s.context(),$W" : ""),
        join(arguments));
  }

  private static CodeBlock join(List<CodeBlock> parts) {
    return CodeBlock.join(parts, ",$W");
  }

  /** The adders. */
  public List<MethodSpec> methods() {
    return shared.values().stream().map(this::method).toList();
  }

  private MethodSpec method(SharedMethod kernel) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(kernel.name())
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(DeviceTypes.STAGES, "s")
            .addParameter(GRAPH, "graph");
    List<CodeBlock> arguments = new ArrayList<>();
    for (Param param : kernel.params()) {
      method.addParameter(precision.array(param.exact()), param.name());
      arguments.add(CodeBlock.of("$N", param.name()));
    }
    List<String> numbers = new ArrayList<>(List.of("n"));
    numbers.addAll(kernel.sizeNames());
    for (String number : numbers) {
      method.addParameter(TypeName.INT, number);
      arguments.add(CodeBlock.of("$N", number));
    }
    return method
        .addStatement(
            "graph$L", task(kernel.name(), kernel.params(), numbers.size() - 1, arguments))
        .build();
  }
}
