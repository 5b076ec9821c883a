package bb.importing.layers;

import bb.importing.read.Const;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What each layer with tensors is called: the path of its tensors in the checkpoint where the model
 * says it, else that of its node, else what it is, with a number.
 *
 * @param paths by the layers' numbers
 * @param places of layers without tensors: the scopes that their nodes' names say
 * @param ties of layers whose tensors others before them have: the names of those, by their own
 * @param unnamed how many layers the model has no name for
 * @param anonymous those of them of which nothing is said at all
 */
public record Names(
    Map<Integer, String> paths,
    Map<Integer, String> places,
    Map<Integer, Map<String, String>> ties,
    int unnamed,
    Set<Integer> anonymous) {
  private static final Pattern MADE_UP =
      Pattern.compile(
          "onnx::.*|\\d+|.*::.*|literal(_\\d+)?|val_\\d+|const_.*|_?fused.*|[A-Za-z]*_?\\d*_output_\\d+"
              + "|[a-z]_?\\d+|(node|tensor|initiali[sz]er|constant|value|var|tmp|arg)_?\\d+"
              + "|(?-i:[A-Z][A-Za-z]*_\\d+(_.*)?)"
              + "|(view|reshape|permute|transpose|(un)?squeeze|expand|repeat|cat|stack|slice|select"
              + "|index|clone|_to_copy|convert_element_type(_default)?|add|sub|mul|div)(_\\d+)?",
          Pattern.CASE_INSENSITIVE);

  public Names {
    paths = Map.copyOf(paths);
    places = Map.copyOf(places);
    ties = Map.copyOf(ties);
    anonymous = Set.copyOf(anonymous);
  }

  /** The paths that the model says. */
  public Map<Integer, String> given() {
    Map<Integer, String> given = new HashMap<>(paths);
    given.keySet().removeAll(anonymous);
    return given;
  }

  /** The same layers under other paths. */
  public Names renamed(Map<Integer, String> others) {
    Map<String, String> moved = new HashMap<>();
    paths.forEach((id, path) -> moved.put(path, others.get(id)));
    Map<Integer, Map<String, String>> moving = new HashMap<>();
    ties.forEach((id, shared) -> {
      Map<String, String> all = new HashMap<>();
      shared.forEach((local, tensor) -> all.put(local, moved(tensor, moved)));
      moving.put(id, all);
    });
    return new Names(others, places, moving, unnamed, anonymous);
  }

  /** A tensor is a layer's own, or the layer itself. */
  private static String moved(String tensor, Map<String, String> moved) {
    int dot = tensor.lastIndexOf('.');
    return moved.containsKey(tensor)
        ? moved.get(tensor)
        : moved.get(tensor.substring(0, dot)) + tensor.substring(dot);
  }

  /**
   * @param tied whether layers share tensors; else each has its own
   */
  public static Names of(LayerGraph graph, boolean tied) {
    return new Builder(graph).names(tied);
  }

  /** The tensor that a layer shares with one before it. */
  public Optional<String> tie(Layer layer, String local) {
    return Optional.ofNullable(ties.getOrDefault(layer.id(), Map.of()).get(local));
  }

  private static final class Builder {
    private final LayerGraph graph;
    private final Map<Integer, String> paths = new LinkedHashMap<>();
    private final Set<String> tensors = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> scopes = new HashSet<>();
    private boolean scoped; // whether these are known, as there may be none
    private final Set<Integer> anonymous = new HashSet<>();
    private int unnamed;

    Builder(LayerGraph graph) {
      this.graph = graph;
    }

    Names names(boolean tied) {
      Map<Integer, Map<String, String>> ties = new HashMap<>();
      // the model's own names first, so that no made-up one is in their way
      for (Layer layer : graph.layers()) {
        if (!layer.weights().isEmpty() && !layer.is(Layer.CONST)) {
          fromTensors(layer)
              .filter(path -> !tied || free(layer, path))
              .ifPresent(path -> take(layer, path));
        }
      }
      if (tied) {
        ties.putAll(ties());
      }
      for (Layer layer : graph.layers()) {
        if (!layer.weights().isEmpty()
            && !layer.is(Layer.CONST)
            && !paths.containsKey(layer.id())
            && !ties.containsKey(layer.id())) {
          Optional<String> path =
              fromNode(layer).map(p -> layer.isTensor() ? p + "." + tensor(layer) : p);
          if (path.isPresent() && free(layer, path.get())) {
            take(layer, path.get());
          } else {
            unnamed++;
            if (path.isEmpty()) {
              anonymous.add(layer.id());
            }
            take(layer, path.map(this::numbered).orElseGet(() -> numbered(tensor(layer))));
          }
        }
      }
      paths.replaceAll(this::apart);
      return new Names(paths, places(), ties, unnamed, anonymous);
    }

    /**
     * The module of a node that is a layer by itself is what stands around it; one that has layers
     * in it is around the node.
     */
    private Map<Integer, String> places() {
      Map<Integer, String> places = new HashMap<>();
      for (Layer layer : graph.layers()) {
        if (layer.weights().isEmpty() && !layer.isSource()) {
          fromNode(layer)
              .map(path ->
                  scopes().contains(path)
                      ? path
                      : path.substring(0, Math.max(0, path.lastIndexOf('.'))))
              .ifPresent(path -> places.put(layer.id(), path));
        }
      }
      return places;
    }

    /** Layers without a path of which others with one have all tensors that can be shared. */
    private Map<Integer, Map<String, String>> ties() {
      Map<List<Object>, String> owners = new HashMap<>();
      Map<Integer, Map<String, String>> ties = new HashMap<>();
      for (Layer layer : graph.layers()) {
        String path = paths.get(layer.id());
        Map<String, String> shared = new HashMap<>();
        layer
            .weights()
            .forEach((local, tensor) -> {
              List<Object> key = List.of(tensor.data(), tensor.dims());
              if (path != null) {
                owners.putIfAbsent(key, full(path, local));
              } else if (tensor.learned() && owners.containsKey(key) && !layer.isTensor()) {
                shared.put(local, owners.get(key));
              }
            });
        if (!shared.isEmpty() && shared.size() == layer.weights().size()) {
          ties.put(layer.id(), shared);
        }
      }
      return ties;
    }

    /** A path under which others are is a scope: a layer of that name goes into it. */
    private String apart(int id, String path) {
      if (!scopes().contains(path)) {
        return path;
      }
      Layer layer = graph.layer(id);
      String own = path + "." + tensor(layer);
      return free(layer, own) ? own : numbered(own);
    }

    /** What paths begin with. */
    private Set<String> scopes() {
      if (!scoped) {
        scoped = true;
        for (String path : paths.values()) {
          for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            scopes.add(path.substring(0, dot));
          }
        }
      }
      return scopes;
    }

    /** What a tensor is called that has no name: what it is. */
    private static String tensor(Layer layer) {
      return layer.is(Layer.BUFFER) ? "table" : layer.is(Layer.PARAM) ? "weight" : layer.op();
    }

    private void take(Layer layer, String path) {
      if (!free(layer, path)) {
        return;
      }
      paths.put(layer.id(), path);
      taken.add(path);
      layer.weights().keySet().forEach(local -> tensors.add(full(path, local)));
    }

    private boolean free(Layer layer, String path) {
      return !path.isEmpty()
          && !taken.contains(path)
          && layer.weights().keySet().stream().noneMatch(l -> tensors.contains(full(path, l)));
    }

    private String numbered(String base) {
      String path;
      do {
        path = base + "_" + counts.merge(base, 1, Integer::sum);
      } while (taken.contains(path));
      return path;
    }

    private Optional<String> fromTensors(Layer layer) {
      for (Map.Entry<String, Const> weight : layer.weights().entrySet()) {
        Const own = weight.getValue();
        // a table that was made of a tensor is another
        Const from = layer.isTensor() ? own : own.whole();
        Optional<String> origin = from.origin().filter(Names::isMeant);
        if (origin.isEmpty()) {
          continue;
        }
        String name = cleaned(origin.get());
        if (weight.getKey().isEmpty()) {
          return Optional.of(name);
        }
        String local = "." + weight.getKey();
        if (name.endsWith(local) && name.length() > local.length()) {
          return Optional.of(name.substring(0, name.length() - local.length()));
        }
        String spoken = name.replaceFirst("_(weight|bias)$", "");
        if (!spoken.equals(name)) {
          return Optional.of(spoken);
        }
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
          return Optional.of(name.substring(0, dot));
        }
        String shorter = name.replaceFirst("_(w|b|s|scale|gamma|beta|kernel)(_\\d+)?$", "$2");
        return Optional.of(shorter.isEmpty() ? name : shorter);
      }
      return Optional.empty();
    }

    /** {@code /layer1/layer1.0/conv1/Conv} is {@code layer1.0.conv1}. */
    private static Optional<String> fromNode(Layer layer) {
      String node = layer.node();
      if (node.startsWith("/")) {
        List<String> parts = List.of(node.substring(1).split("/"));
        String path = "";
        String last = "";
        for (String part : parts.subList(0, parts.size() - 1)) {
          // a list's elements repeat its name: block, block.0
          boolean repeats = !last.isEmpty() && part.startsWith(last + ".");
          String before = repeats ? path.substring(0, path.length() - last.length()) : path;
          path = repeats || before.isEmpty() ? before + part : before + "." + part;
          last = part;
        }
        return Optional.of(cleaned(path)).filter(p -> !p.isEmpty());
      }
      return Optional.of(node).filter(n -> n.contains(".") && isMeant(n)).map(Builder::cleaned);
    }

    /** Parts of letters, digits and underscores, between points. */
    private static String cleaned(String name) {
      // where points part a name, a stroke is a part of one
      boolean parted = !name.startsWith("/") && name.contains(".");
      return (parted ? name : name.replace('/', '.'))
          .replace(':', '.')
          .replaceAll("[^A-Za-z0-9_./-]", "_")
          .replaceAll("\\.+", ".")
          .replaceAll("^\\.|\\.$", "");
    }

    private static String full(String path, String local) {
      return local.isEmpty() ? path : path + "." + local;
    }
  }

  /** Whether a person gave the name, and no program. */
  public static boolean isMeant(String name) {
    return !MADE_UP.matcher(name).matches();
  }

  /** A name that a source may use, like another. */
  public static String identifier(String text, String otherwise) {
    String cleaned = text.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("^_+|_+$", "");
    if (cleaned.isEmpty() || cleaned.matches("[0-9_]*")) {
      return otherwise;
    }
    return Character.isDigit(cleaned.charAt(0)) ? otherwise + "_" + cleaned : cleaned;
  }

  /** A name that begins a type or a network. */
  public static String capitalised(String text, String otherwise) {
    String name = identifier(text, otherwise);
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
