package bb.importing.lift;

import bb.diagnostics.Code;
import bb.importing.read.OnnxGraph;
import bb.importing.read.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sizes that a model leaves open.
 *
 * @param shapes of inputs, by their names
 * @param sizes of dimensions, by theirs
 */
public record Dimensions(Map<String, List<Long>> shapes, Map<String, Long> sizes) {
  public static final Dimensions NONE = new Dimensions(Map.of(), Map.of());

  public Dimensions {
    shapes = Map.copyOf(shapes);
    sizes = Map.copyOf(sizes);
  }

  /**
   * Everything that is said has to be of something in the model.
   *
   * @throws Refusal if it is not
   */
  void check(List<OnnxGraph.Port> inputs) {
    List<String> names = inputs.stream().map(OnnxGraph.Port::name).toList();
    List<String> open =
        inputs.stream()
            .flatMap(input -> input.dims().stream().flatMap(List::stream))
            .map(OnnxGraph.Dim::name)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    there("input", shapes.keySet(), names);
    there("dimension", sizes.keySet(), open);
  }

  private static void there(String what, Set<String> said, List<String> there) {
    for (String name : said) {
      if (!there.contains(name)) {
        Refusal refusal = Refusal.of(Code.BB0908, "the model has no %s `%s`", what, name);
        throw there.isEmpty()
            ? refusal
            : refusal.note(there.stream().collect(Collectors.joining("`, `", "it has `", "`")));
      }
    }
  }

  /** An input's shape, with one example in its batch. */
  List<Long> of(OnnxGraph.Port input) {
    List<Long> stated = shapes.get(input.name());
    if (stated != null) {
      return stated;
    }
    List<OnnxGraph.Dim> dims =
        input.dims().orElseThrow(() -> unknown(input, "its shape is not said", "1,3,224,224"));
    List<Long> known = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      OnnxGraph.Dim dim = dims.get(i);
      if (dim.known() && dim.size() > 0) {
        known.add(dim.size());
      } else if (sizes.containsKey(dim.name())) {
        known.add(sizes.get(dim.name()));
      } else if (i == 0) {
        known.add(1L);
      } else {
        open.add(dim.name());
        known.add(-1L);
      }
    }
    if (!open.isEmpty()) {
      String example =
          known.stream().map(d -> d < 0 ? "N" : String.valueOf(d)).collect(Collectors.joining(","));
      List<String> names = open.stream().filter(n -> !n.isEmpty()).distinct().toList();
      Refusal refusal = unknown(input, "its shape is " + shown(dims), example);
      throw names.isEmpty()
          ? refusal
          : refusal.help(
              "or "
                  + names.stream()
                      .map(n -> "`--dim " + n + "=N`")
                      .collect(Collectors.joining(" ")));
    }
    return known;
  }

  private static String shown(List<OnnxGraph.Dim> dims) {
    return dims.stream()
        .map(d -> d.known() ? String.valueOf(d.size()) : d.name().isEmpty() ? "?" : d.name())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static Refusal unknown(OnnxGraph.Port input, String note, String example) {
    return Refusal.of(Code.BB0908, "the size of input `%s` is not known", input.name())
        .note(note)
        .help("say it: `--shape %s=%s`".formatted(input.name(), example));
  }
}
