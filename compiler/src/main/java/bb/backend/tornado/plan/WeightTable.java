package bb.backend.tornado.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights of a network, one array each, in the order of their first use. */
final class WeightTable {
  private final Map<DeviceWeight, Integer> numbers = new LinkedHashMap<>();

  Task.Weight operand(DeviceWeight weight) {
    return new Task.Weight(numbers.computeIfAbsent(weight, _ -> numbers.size()));
  }

  List<DeviceWeight> all() {
    return new ArrayList<>(numbers.keySet());
  }

  /** Of all weights. */
  long elements() {
    return numbers.keySet().stream().mapToLong(DeviceWeight::elements).reduce(0, Math::addExact);
  }
}
