package bb.backend.tornado.methods;

import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.methods.SharedMethods.Use;
import bb.backend.tornado.tiles.TiledKernel;
import bb.backend.tornado.tiles.Tiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods of kernels: those of loops in one class, those of work-groups in another. */
public final class KernelMethods {
  /**
   * Arguments of a method that is shared; a task has at most 20, and a graph little room for them.
   */
  private static final int MOST_ARGUMENTS = 16;

  private final SharedMethods loops = new SharedMethods();
  private final SharedMethods groups = new SharedMethods();
  private final Map<DeviceKernel, Use> loopsOf = new LinkedHashMap<>();
  private final Map<DeviceKernel, List<Variant>> groupsOf = new LinkedHashMap<>();

  /** What each kernel does, loops first: JavaPoet takes long to write it. */
  private final Map<DeviceKernel, List<String>> texts = new HashMap<>();

  private record Variant(TiledKernel kernel, Use use) {}

  /** How a variant of a kernel is called. */
  public record Tiled(TiledKernel kernel, Call call) {}

  private KernelMethods() {}

  /**
   * @param kernels those that a device computes
   * @param onHost those that the host computes, by loops
   */
  public static KernelMethods of(
      Collection<DeviceKernel> kernels, Collection<DeviceKernel> onHost) {
    KernelMethods methods = new KernelMethods();
    for (DeviceKernel kernel : kernels) {
      methods.loopsOf.computeIfAbsent(kernel, methods::addLoops);
      methods.groupsOf.computeIfAbsent(
          kernel, k -> Tiles.of(k).stream().map(variant -> methods.addGroups(k, variant)).toList());
    }
    onHost.forEach(kernel -> methods.loopsOf.computeIfAbsent(kernel, methods::addLoops));
    return methods;
  }

  private Use addLoops(DeviceKernel kernel) {
    return add(loops, kernel, "Loops", KernelText.of(kernel.parallel().toString()), 1);
  }

  private Variant addGroups(DeviceKernel kernel, TiledKernel variant) {
    String ending = variant.variant();
    String name = Character.toUpperCase(ending.charAt(0)) + ending.substring(1);
    return new Variant(variant, add(groups, kernel, name, KernelText.of(variant), 2));
  }

  /**
   * @param ending of the name, which tells it from functions of OpenCL and CUDA, too
   * @param others arguments that are neither arrays nor sizes
   */
  private Use add(
      SharedMethods methods, DeviceKernel kernel, String ending, KernelText text, int others) {
    texts.computeIfAbsent(kernel, _ -> new ArrayList<>()).addAll(text.parts());
    String name = kernel.name() + ending;
    return methods.add(name, kernel.params(), text, MOST_ARGUMENTS - others);
  }

  /** Methods of parallel loops. */
  public List<SharedMethod> loops() {
    return loops.all();
  }

  /** Methods of work-groups. */
  List<SharedMethod> groups() {
    return groups.all();
  }

  /** What tells the statements of a kernel from those of others. */
  public List<String> texts(DeviceKernel kernel) {
    return texts.get(kernel);
  }

  /** How a kernel's loops are called. */
  public Call loops(DeviceKernel kernel) {
    return loopsOf.get(kernel).call();
  }

  /** How the variants of a kernel in work-groups are called: those for large batches first. */
  public List<Tiled> groups(DeviceKernel kernel) {
    return groupsOf.get(kernel).stream()
        .map(variant -> new Tiled(variant.kernel(), variant.use().call()))
        .toList();
  }
}
