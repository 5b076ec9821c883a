package bb.importing.structure;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What papers call a block of such layers, where no module says a name. */
final class BlockNames {
  private BlockNames() {}

  static String of(Item.Scope scope) {
    Set<String> joins =
        scope.items().stream()
            .filter(i -> i instanceof Item.Join)
            .map(i -> ((Item.Join) i).layer().op())
            .collect(Collectors.toSet());
    boolean plain =
        scope.items().stream()
            .anyMatch(i ->
                i instanceof Item.Join join && join.branches().stream().anyMatch(List::isEmpty));
    List<Object> kernels =
        scope.layers().filter(l -> l.is("conv")).limit(3).map(l -> l.args().get("kernel")).toList();
    boolean narrow =
        kernels.size() == 3
            && isOne(kernels.get(0))
            && !isOne(kernels.get(1))
            && isOne(kernels.get(2));
    return joins.contains("add")
        ? (narrow ? "Bottleneck" : "Residual") + (plain ? "" : "Widened")
        : joins.contains("concat") ? "Branches" : joins.contains("mul") ? "Gate" : "Unit";
  }

  static boolean isOne(Object kernel) {
    return kernel.equals(1L) || kernel.equals(List.of(1L, 1L));
  }
}
