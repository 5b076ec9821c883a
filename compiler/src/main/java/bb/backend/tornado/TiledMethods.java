package bb.backend.tornado;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods of kernels in work-groups. Kernels that are the same but for their sizes share one,
 * which takes those sizes that differ: TornadoVM knows the numbers of a task when it compiles its
 * kernel, and makes constants of them, so that nothing is slower than with literals.
 */
final class TiledMethods {
  /**
   * Arguments of a method that is shared; a task has at most 20, and a graph little room for them.
   */
  private static final int MOST_ARGUMENTS = 16;

  private final Map<DeviceKernel, List<Use>> uses = new LinkedHashMap<>();
  private final List<SharedMethod> methods = new ArrayList<>();

  private TiledMethods() {}

  /**
   * How a variant of a kernel is called.
   *
   * @param member of the method's sharers
   */
  private record Use(TiledKernel kernel, SharedMethod method, int member) {}

  /**
   * A call.
   *
   * @param sizes the arguments after {@code n}
   */
  record Call(TiledKernel kernel, String method, List<Integer> sizes) {}

  /** What methods must have in common to become one, apart from their numbers. */
  private record Likeness(String name, List<Param> params, List<String> text) {}

  static TiledMethods of(Collection<DeviceKernel> kernels) {
    TiledMethods all = new TiledMethods();
    Map<String, Integer> names = new HashMap<>();
    Map<Likeness, List<SharedMethod>> alike = new HashMap<>();
    for (DeviceKernel kernel : kernels) {
      all.uses.computeIfAbsent(
          kernel,
          k -> k.tiled().stream().map(variant -> all.use(k, variant, names, alike)).toList());
    }
    return all;
  }

  private Use use(
      DeviceKernel kernel,
      TiledKernel variant,
      Map<String, Integer> names,
      Map<Likeness, List<SharedMethod>> alike) {
    String name = name(kernel, variant);
    NumberedText text = NumberedText.of(variant.body().toString());
    List<SharedMethod> known =
        alike.computeIfAbsent(
            new Likeness(name, kernel.params(), text.pieces()), _ -> new ArrayList<>());
    int most = MOST_ARGUMENTS - 2 - kernel.params().size();
    for (SharedMethod method : known) {
      if (method.add(text.numbers(), most)) {
        return new Use(variant, method, method.members() - 1);
      }
    }
    int number = names.merge(name, 1, Integer::sum);
    SharedMethod method =
        new SharedMethod(number == 1 ? name : name + "_" + number, kernel.params(), text);
    known.add(method);
    methods.add(method);
    return new Use(variant, method, 0);
  }

  /** In camel case. */
  private static String name(DeviceKernel kernel, TiledKernel variant) {
    String name = kernel.name().replaceFirst("_$", "");
    String ending = variant.variant();
    return name + Character.toUpperCase(ending.charAt(0)) + ending.substring(1);
  }

  List<SharedMethod> methods() {
    return methods;
  }

  /** How the variants of a kernel are called: those for large batches first. */
  List<Call> calls(DeviceKernel kernel) {
    return uses.get(kernel).stream()
        .map(use ->
            new Call(use.kernel(), use.method().name(), use.method().arguments(use.member())))
        .toList();
  }
}
