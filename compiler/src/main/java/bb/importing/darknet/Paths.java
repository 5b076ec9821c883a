package bb.importing.darknet;

import bb.importing.darknet.Cfg.Section;
import bb.importing.layers.Places;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What layers are called, of which darknet only knows the numbers: {@code layer5}; and {@code
 * stage2.0.conv1} in the first of a run of residual units, as these repeat.
 */
final class Paths {
  private static final Set<String> NUMBERED =
      Set.of("convolutional", "conv", "connected", "conn", "batchnorm");

  private final List<Section> sections;
  private final List<Set<Integer>> reads;
  private final List<String> paths = new ArrayList<>();

  /**
   * @param first that it adds to
   * @param last that adds
   */
  private record Unit(int first, int last) {}

  private Paths(List<Section> sections, List<Set<Integer>> reads) {
    this.sections = sections;
    this.reads = reads;
  }

  /**
   * @param reads the numbers of the layers that each reads, -1 for the input
   * @return a path for each section
   */
  static List<String> of(List<Section> sections, List<Set<Integer>> reads, Places places) {
    Paths paths = new Paths(sections, reads);
    IntStream.range(0, sections.size()).forEach(i -> paths.paths.add("layer" + i));
    paths.units(places);
    return List.copyOf(paths.paths);
  }

  private void units(Places places) {
    int stage = 0;
    int number = 0;
    int end = -1;
    for (int last = 0; last < sections.size(); last++) {
      if (!sections.get(last).type().equals("shortcut") || reads.get(last).size() != 2) {
        continue;
      }
      Unit unit = new Unit(reads.get(last).stream().min(Integer::compare).orElseThrow(), last);
      if (unit.first() < end || !isUnit(unit)) {
        continue;
      }
      boolean follows = unit.first() == end && stage > 0;
      stage = follows ? stage : stage + 1;
      number = follows ? number + 1 : 0;
      String path = "stage%d.%d".formatted(stage, number);
      name(unit, path + ".");
      places.module(path, "Residual");
      end = last;
    }
  }

  /** Whether all between reads nothing else, and is read by nothing else. */
  private boolean isUnit(Unit unit) {
    Set<Integer> inside = new HashSet<>();
    IntStream.range(unit.first() + 1, unit.last()).forEach(inside::add);
    return unit.first() >= 0
        && inside.stream().anyMatch(i -> NUMBERED.contains(sections.get(i).type()))
        && inside.stream()
            .allMatch(
                i -> reads.get(i).stream().allMatch(r -> r == unit.first() || inside.contains(r)))
        && IntStream.range(unit.last() + 1, sections.size())
            .allMatch(i -> reads.get(i).stream().noneMatch(inside::contains));
  }

  private void name(Unit unit, String prefix) {
    int convolutions = 0;
    int others = 0;
    for (int i = unit.first() + 1; i <= unit.last(); i++) {
      boolean convolution = sections.get(i).type().startsWith("conv");
      paths.set(i, prefix + (convolution ? "conv" + ++convolutions : "layer" + ++others));
    }
  }
}
