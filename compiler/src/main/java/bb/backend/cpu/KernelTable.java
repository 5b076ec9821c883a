package bb.backend.cpu;

import bb.backend.cpu.plan.KernelKey;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.NameAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels that are generated for a network and their class names, in the order of their first
 * use.
 */
final class KernelTable {
  /** The name of the field that holds the plain sum, which depends on no network. */
  static final String SUM = "sum";

  private static final KernelKey PLAIN = new KernelKey.Gemm(ScalarExpr.IDENTITY);

  private final Map<KernelKey, String> names = new LinkedHashMap<>();

  KernelTable(List<KernelKey> kernels) {
    NameAllocator allocator = new NameAllocator();
    allocator.newName(PLAIN.name());
    kernels.stream()
        .filter(key -> !key.equals(PLAIN))
        .forEach(key -> names.computeIfAbsent(key, k -> allocator.newName(k.name())));
  }

  /** The name of the kernel's class. */
  String name(KernelKey key) {
    return names.get(key);
  }

  /** The name of the model's field that holds the kernel. */
  String field(KernelKey key) {
    if (key.equals(PLAIN)) {
      return SUM;
    }
    String name = name(key);
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  List<KernelKey> keys() {
    return List.copyOf(names.keySet());
  }
}
