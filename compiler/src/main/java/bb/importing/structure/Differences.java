package bb.importing.structure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * What the uses of a block differ in: its parameters, one for all places of which the numbers are
 * always equal or follow from each other.
 */
final class Differences {
  private final List<Slot> slots;
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<Slot, Derivation> derivations = new HashMap<>();

  /**
   * @param place where it stands
   * @param numbers what it is in each use
   */
  private record Parameter(String name, int place, Slot slot, List<Number> numbers) {
    boolean isWhole() {
      return numbers.getFirst() instanceof Long;
    }
  }

  private Differences(List<Slot> slots) {
    this.slots = slots;
  }

  /**
   * @param slots of the first use
   * @param uses the numbers in these places, for each use
   */
  static Differences of(List<Slot> slots, List<List<Number>> uses) {
    Differences differences = new Differences(slots);
    Map<Integer, List<Number>> sizes = new LinkedHashMap<>();
    for (int place : differences.order(uses.getFirst())) {
      List<Number> column = uses.stream().map(numbers -> numbers.get(place)).toList();
      if (column.stream().distinct().count() == 1) {
        continue;
      }
      if (slots.get(place).kind() == Slot.Kind.SIZE) {
        sizes.put(place, column);
      } else {
        differences.add(place, column);
      }
    }
    differences.addSizes(sizes);
    return differences;
  }

  /** Those first of which most others are made. */
  private void addSizes(Map<Integer, List<Number>> sizes) {
    Map<Integer, List<Number>> open = new LinkedHashMap<>(sizes);
    while (!open.isEmpty()) {
      open.entrySet()
          .removeIf(size -> {
            Slot slot = slots.get(size.getKey());
            Optional<Derivation> known = whole(slot, size.getValue());
            known.ifPresent(derivation -> derivations.put(slot, derivation));
            return known.isPresent();
          });
      open.entrySet().stream()
          .max(Comparator.comparingLong(size -> made(size.getValue(), open.values())))
          .ifPresent(size -> add(size.getKey(), size.getValue()));
    }
  }

  /** How many of some sizes can be made of one. */
  private static long made(List<Number> one, Collection<List<Number>> sizes) {
    return sizes.stream()
        .distinct()
        .filter(size -> Derivation.size("", one, size).isPresent())
        .count();
  }

  List<Units.Parameter> parameters() {
    return parameters.stream().map(p -> new Units.Parameter(p.name(), p.isWhole())).toList();
  }

  /** What stands in the first use's places. */
  Map<Slot, Derivation> derivations() {
    return derivations;
  }

  /**
   * @param places of this use
   */
  SequencedMap<String, Units.Argument> arguments(int use, List<Slot> places) {
    SequencedMap<String, Units.Argument> arguments = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      arguments.put(p.name(), new Units.Quantity(p.numbers().get(use), places.get(p.place())));
    }
    return arguments;
  }

  /**
   * Narrow places first, so that wider ones are multiples of them, and kernels before paddings;
   * fractions last.
   */
  private List<Integer> order(List<Number> numbers) {
    return IntStream.range(0, slots.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> numbers.get(i) instanceof Double)
                .thenComparing(i -> slots.get(i).kind() == Slot.Kind.SIZE)
                .thenComparing(i -> !slots.get(i).isOut())
                .thenComparing(i -> slots.get(i).kind() != Slot.Kind.HEADS)
                .thenComparing(i -> slots.get(i).kind() != Slot.Kind.KERNEL)
                .thenComparing(i -> numbers.get(i).doubleValue()))
        .toList();
  }

  private void add(int place, List<Number> column) {
    Slot slot = slots.get(place);
    Optional<Derivation> known =
        column.getFirst() instanceof Double ? fraction(slot, column) : whole(slot, column);
    derivations.put(
        slot, known.orElseGet(() -> Derivation.same(parameter(place, slot, column).name())));
  }

  private Parameter parameter(int place, Slot slot, List<Number> column) {
    String name = slot.noun();
    for (int i = 2; isTaken(name); i++) {
      name = slot.noun() + i;
    }
    Parameter parameter = new Parameter(name, place, slot, column);
    parameters.add(parameter);
    return parameter;
  }

  private boolean isTaken(String name) {
    return parameters.stream().anyMatch(p -> p.name().equals(name));
  }

  private Optional<Derivation> fraction(Slot slot, List<Number> column) {
    Optional<Derivation> same =
        parameters.stream()
            .filter(p -> p.slot().argument().equals(slot.argument()) && p.numbers().equals(column))
            .findFirst()
            .map(p -> Derivation.same(p.name()));
    return same.or(() -> roots(column).flatMap(this::width).map(Derivation.InverseRoot::new));
  }

  /** The whole numbers of which these are the inverse roots, in 32 bits. */
  private static Optional<List<Number>> roots(List<Number> fractions) {
    List<Number> widths = new ArrayList<>();
    for (Number fraction : fractions) {
      double value = fraction.doubleValue();
      long width = Math.round(1 / (value * value));
      if ((float) (1 / Math.sqrt(width)) != (float) value) {
        return Optional.empty();
      }
      widths.add(width);
    }
    return Optional.of(widths);
  }

  private Optional<Derivation> width(List<Number> column) {
    return parameters.stream()
        .filter(p -> p.slot().kind() == Slot.Kind.WIDTH)
        .flatMap(p -> Derivation.proportional(p.name(), p.numbers(), column).stream())
        .findFirst();
  }

  /** How whole numbers follow from those of a parameter. */
  private Optional<Derivation> whole(Slot slot, List<Number> column) {
    return parameters.stream()
        .filter(Parameter::isWhole)
        .flatMap(p -> derivation(slot, column, p).stream())
        .findFirst();
  }

  /** A stride is no multiple of a width, even where it happens to be; a size may be. */
  private static Optional<Derivation> derivation(Slot slot, List<Number> column, Parameter from) {
    Slot.Kind source = from.slot().kind();
    if (slot.kind() == Slot.Kind.SIZE && source == Slot.Kind.SIZE) {
      return Derivation.size(from.name(), from.numbers(), column);
    }
    boolean measured =
        switch (slot.kind()) {
          case WIDTH, HEADS -> source == Slot.Kind.WIDTH || source == Slot.Kind.HEADS;
          case SIZE -> source == Slot.Kind.WIDTH;
          case KERNEL, OTHER -> false;
        };
    if (measured) {
      return Derivation.proportional(from.name(), from.numbers(), column);
    }
    if (slot.argument().equals(from.slot().argument())) {
      return Derivation.multiple(from.name(), from.numbers(), column);
    }
    return slot.argument().equals("padding") && source == Slot.Kind.KERNEL
        ? Derivation.half(from.name(), from.numbers(), column)
        : Optional.empty();
  }
}
