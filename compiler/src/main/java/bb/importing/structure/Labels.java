package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Names for what has none: what a layer or a scope is, with a number if there are several in the
 * scope around it. What is alike inside is named alike.
 */
final class Labels {
  private static final Map<String, String> TERMS =
      Map.of(
          "layer_norm", "norm",
          "rms_norm", "norm",
          "group_norm", "norm",
          "instance_norm", "norm",
          "conv1d", "conv",
          "conv3d", "conv",
          "deform_conv", "conv");

  private final Tokens tokens;
  private final LayerGraph graph;
  private final Map<Integer, List<Layer>> readers;
  private final Map<Integer, String> paths;

  /** What the model names. */
  private final TreeSet<String> given;

  private Labels(Tokens tokens, Map<Integer, String> paths) {
    this.tokens = tokens;
    this.graph = tokens.graph();
    this.readers = graph.readers();
    this.paths = new HashMap<>(paths);
    this.given = new TreeSet<>();
    paths.forEach((id, path) -> {
      if (!tokens.isAnonymous(graph.layer(id))) {
        given.add(path);
      }
    });
  }

  static Motifs.Found of(Tokens tokens, Names names, List<Item> items) {
    Labels labels = new Labels(tokens, names.paths());
    List<Item> named = labels.labelled(items, "");
    return new Motifs.Found(named, names.renamed(labels.paths));
  }

  /** The scopes of one list, and those of its branches, which share a scope. */
  private List<Item> labelled(List<Item> items, String prefix) {
    Map<String, Integer> counts = new HashMap<>();
    count(items, false, counts);
    return new Level(prefix, counts).labelled(items, false);
  }

  private void count(List<Item> items, boolean projection, Map<String, Integer> counts) {
    for (Item item : items) {
      switch (item) {
        case Item.Call(var layer) -> {
          if (isOwn(layer)) {
            counts.merge(term(layer), 1, Integer::sum);
          }
          tensors(layer).forEach(t -> counts.merge(role(t, layer), 1, Integer::sum));
        }
        case Item.Join join -> {
          for (List<Item> branch : join.branches()) {
            count(branch, isProjection(join, branch), counts);
          }
          tensors(join.layer()).forEach(t -> counts.merge(role(t, join.layer()), 1, Integer::sum));
        }
        case Item.Scope scope ->
            Motif.of(scope)
                .ifPresent(motif -> counts.merge(term(motif, scope, projection), 1, Integer::sum));
      }
    }
  }

  private boolean isOwn(Layer layer) {
    return tokens.isAnonymous(layer) && paths.containsKey(layer.id());
  }

  /** Tensors that a layer alone reads. */
  private List<Layer> tensors(Layer layer) {
    return layer.inputs().stream()
        .map(graph::layer)
        .filter(
            tensor -> tensor.isTensor() && isOwn(tensor) && readers.get(tensor.id()).size() == 1)
        .distinct()
        .toList();
  }

  private static String term(Layer layer) {
    return TERMS.getOrDefault(layer.op(), layer.op());
  }

  /** What a tensor is to the layer that reads it. */
  private static String role(Layer tensor, Layer reader) {
    if (!tensor.is(Layer.PARAM)) {
      return "table";
    }
    return switch (reader.op()) {
      case "add" -> "bias";
      case "concat" -> "token";
      default -> "weight";
    };
  }

  private static String term(Motif motif, Item.Scope scope, boolean projection) {
    boolean attends = scope.layers().anyMatch(layer -> layer.op().contains("attention"));
    return switch (motif) {
      case CHUNK -> projection ? "shortcut" : term(main(scope));
      case BODY -> "body";
      case UNIT -> attends ? "layer" : "unit";
      case STAGE -> attends ? "layers" : "stage";
    };
  }

  private static Layer main(Item.Scope chunk) {
    return chunk
        .layers()
        .filter(layer -> layer.op().startsWith("conv") || layer.is("linear"))
        .findFirst()
        .orElseThrow();
  }

  /** A branch of one chunk beside what a residual unit adds. */
  private static boolean isProjection(Item.Join join, List<Item> branch) {
    return branch.size() == 1
        && Motif.CHUNK.is(branch.getFirst())
        && Tokens.main(join).filter(main -> main != branch).isPresent();
  }

  /** One scope's labels. */
  private final class Level {
    private final String prefix;
    private final Map<String, Integer> counts;
    private final Map<String, Integer> used = new HashMap<>();

    Level(String prefix, Map<String, Integer> counts) {
      this.prefix = prefix;
      this.counts = counts;
    }

    List<Item> labelled(List<Item> items, boolean projection) {
      List<Item> all = new ArrayList<>();
      for (Item item : items) {
        all.add(
            switch (item) {
              case Item.Call call -> {
                name(call.layer());
                yield call;
              }
              case Item.Join join -> {
                Item.Join inside =
                    Sequences.branches(
                        join, branch -> labelled(branch, isProjection(join, branch)));
                name(join.layer());
                yield inside;
              }
              case Item.Scope scope ->
                  Motif.of(scope)
                      .map(motif -> scope(motif, scope, label(term(motif, scope, projection))))
                      .orElseGet(() ->
                          new Item.Scope(
                              scope.label(),
                              Labels.this.labelled(scope.items(), prefix + scope.label() + ".")));
            });
      }
      return all;
    }

    private Item.Scope scope(Motif motif, Item.Scope scope, String label) {
      String below = prefix + label + ".";
      return new Item.Scope(
          label,
          switch (motif) {
            case CHUNK -> numbered(scope.items(), below);
            case STAGE -> units(scope.items(), below);
            case BODY, UNIT -> Labels.this.labelled(scope.items(), below);
          });
    }

    private List<Item> numbered(List<Item> items, String below) {
      for (int i = 0; i < items.size(); i++) {
        Layer layer = ((Item.Call) items.get(i)).layer();
        if (isOwn(layer)) {
          paths.put(layer.id(), below + i);
        }
      }
      return items;
    }

    private List<Item> units(List<Item> items, String below) {
      List<Item> all = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        List<Item> inside =
            Labels.this.labelled(((Item.Scope) items.get(i)).items(), below + i + ".");
        all.add(new Item.Scope(String.valueOf(i), inside));
      }
      return all;
    }

    private void name(Layer layer) {
      for (Layer tensor : tensors(layer)) {
        paths.put(tensor.id(), prefix + label(role(tensor, layer)));
      }
      if (isOwn(layer)) {
        paths.put(layer.id(), prefix + label(term(layer)));
      }
    }

    private String label(String term) {
      String label;
      do {
        int number = used.merge(term, 1, Integer::sum);
        label = counts.get(term) == 1 && number == 1 ? term : term + number;
      } while (isGiven(prefix + label));
      return label;
    }

    private boolean isGiven(String path) {
      String next = given.ceiling(path);
      return next != null && (next.equals(path) || next.startsWith(path + "."));
    }
  }
}
