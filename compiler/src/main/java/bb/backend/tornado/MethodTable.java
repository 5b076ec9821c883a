package bb.backend.tornado;

import com.palantir.javapoet.NameAllocator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kernels that a network needs and the names of their methods, in the order of first use. */
final class MethodTable {
  private final NameAllocator allocator = new NameAllocator();
  private final Map<DeviceKernel, String> names = new LinkedHashMap<>();

  /** The name of the kernel's method; the kernel is needed from now on. */
  String name(DeviceKernel kernel) {
    return names.computeIfAbsent(kernel, k -> allocator.newName(k.name() + names.size()));
  }

  Map<DeviceKernel, String> names() {
    return names;
  }
}
