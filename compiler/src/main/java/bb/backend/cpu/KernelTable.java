package bb.backend.cpu;

import bb.backend.cpu.plan.KernelKey;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.NameAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernels that a network needs and their class names, in the order of their first use. */
final class KernelTable {
  /** The plain sum, which every network has: deep products are summed with it. */
  static final KernelKey SUM = new KernelKey.Gemm(ScalarExpr.IDENTITY);

  private final Map<KernelKey, String> names = new LinkedHashMap<>();

  KernelTable(List<KernelKey> kernels) {
    NameAllocator allocator = new NameAllocator();
    names.put(SUM, allocator.newName(SUM.name()));
    for (KernelKey key : kernels) {
      names.computeIfAbsent(key, k -> allocator.newName(k.name()));
    }
  }

  /** The name of the kernel's class. */
  String name(KernelKey key) {
    return names.get(key);
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
