package bb.backend.cpu;

import bb.kernel.ScalarExpr;
import com.palantir.javapoet.NameAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernels that a network needs and their class names, in the order of their first use. */
final class KernelTable {
  /** The plain sum, which every network has: deep products are summed with it. */
  static final KernelKey SUM = new KernelKey.Gemm(ScalarExpr.IDENTITY);

  private final NameAllocator allocator = new NameAllocator();
  private final Map<KernelKey, String> names = new LinkedHashMap<>();

  KernelTable() {
    name(SUM);
  }

  /** The name of the kernel's class; the kernel is needed from now on. */
  String name(KernelKey key) {
    return names.computeIfAbsent(key, k -> allocator.newName(k.name()));
  }

  /** The name of the model's field that holds the kernel. */
  String field(KernelKey key) {
    String name = name(key);
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  List<KernelKey> keys() {
    return List.copyOf(names.keySet());
  }
}
