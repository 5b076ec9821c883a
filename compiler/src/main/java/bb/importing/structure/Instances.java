package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.ops.Operators;
import bb.syntax.Keywords;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Modules that a network applies several times, such as one head on all levels of a pyramid. A
 * model has their layers once for each time, with the very same tensors. Here they are once, behind
 * a {@link Layer#ENTRY}, and each time is a {@link Layer#USE}:
 *
 * <pre>
 *   x -> conv(w) -> relu -> conv(v)       entry -> conv(w) -> relu -> conv(v)
 *   y -> conv(w) -> relu -> conv(v)   =>  x -> use
 *                                         y -> use
 * </pre>
 *
 * <p>The largest modules are taken, by what tensors are called. One tensor flows into a module, one
 * flows out, and each time the layers are the same but for the sizes of what flows. Single layers
 * whose names a source can say are left: they tie their tensors to those of the first.
 */
public final class Instances {
  /** What a module is called that has no name. */
  private static final String NAMELESS = "shared";

  /** Layers without names that are tried together. */
  private static final int MOST_LAYERS = 64;

  private final LayerGraph graph;
  private final Names names;
  private final Map<Integer, String> paths;
  private final Times times;

  /** What was found: the times of each module. */
  private final Map<String, List<Times.Time>> found = new LinkedHashMap<>();

  /** Layers without names that got one. */
  private final Map<Integer, String> named = new HashMap<>();

  private Instances(LayerGraph graph, Names names) {
    this.graph = graph;
    this.names = names;
    this.paths = names.given();
    this.times = new Times(graph);
  }

  /** The same graph, if there are none. */
  public static LayerGraph of(LayerGraph graph, Names names) {
    Instances instances = new Instances(graph, names);
    instances.byNames();
    instances.nameless();
    return instances.found.isEmpty() ? graph : instances.shared();
  }

  private void byNames() {
    for (String module : modules()) {
      if (found.keySet().stream().noneMatch(around -> module.startsWith(around + "."))) {
        List<Times.Time> all = times(module);
        if (!all.isEmpty()) {
          found.put(module, all);
        }
      }
    }
  }

  /** What the layers stand in, large before small, that a source has a name for. */
  private List<String> modules() {
    Set<String> modules = new TreeSet<>();
    for (Layer layer : times.repeated()) {
      String path = paths.getOrDefault(layer.id(), "");
      for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
        modules.add(path.substring(0, dot));
      }
      modules.add(path);
    }
    return modules.stream().filter(module -> isWord(last(module))).toList();
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static boolean isWord(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_]*")
        && !Keywords.isKeyword(text)
        && Operators.find(text).isEmpty();
  }

  private List<Times.Time> times(String module) {
    List<Layer> own =
        graph.layers().stream().filter(layer -> !layer.isTensor() && isIn(layer, module)).toList();
    List<Times.Time> all = times.of(own);
    if (all.isEmpty() || own.size() == 1 && canBeTied(own.getFirst())) {
      return List.of();
    }
    boolean alone = all.getFirst().layers().size() == 1;
    if (own.stream().anyMatch(layer -> paths.get(layer.id()).equals(module))) {
      return alone ? all : List.of();
    }
    // one layer in a module is shared itself, if it has a name
    return alone && isWord(last(paths.get(own.getFirst().id()))) ? List.of() : times.closed(all);
  }

  private boolean isIn(Layer layer, String module) {
    String path = paths.getOrDefault(layer.id(), "");
    return path.equals(module) || path.startsWith(module + ".");
  }

  /** A path that a source can write in the place of a tensor. */
  private boolean canBeTied(Layer layer) {
    return List.of(paths.get(layer.id()).split("\\.")).stream().allMatch(Instances::isWord);
  }

  /** Layers without names are one module as far as they are always applied together. */
  private void nameless() {
    List<Layer> open =
        times.repeated().stream().filter(layer -> names.anonymous().contains(layer.id())).toList();
    while (!open.isEmpty()) {
      int count = 1;
      List<Times.Time> best = List.of();
      for (int end = 1; end <= Math.min(open.size(), MOST_LAYERS); end++) {
        List<Times.Time> all = times.of(open.subList(0, end));
        if (!all.isEmpty()) {
          best = times.closed(all);
          count = end;
        }
      }
      if (!best.isEmpty()) {
        String module = NAMELESS + (found.containsKey(NAMELESS) ? found.size() + 1 : "");
        open.subList(0, count).forEach(l -> named.put(l.id(), module + "." + l.op()));
        found.put(module, best);
      }
      open = open.subList(count, open.size());
    }
  }

  /** With each module once, before the first time that it is applied. */
  private LayerGraph shared() {
    Map<Integer, String> begins = new HashMap<>();
    Map<Integer, Runnable> ends = new HashMap<>();
    Set<Integer> inside = new HashSet<>();
    LayerGraph shared = graph.emptied();
    Map<Ref, Ref> moved = new HashMap<>();
    found.forEach((module, times) -> {
      begins.put(times.getFirst().layers().getFirst().id(), module);
      for (Times.Time time : times) {
        inside.addAll(Times.ids(time.layers()));
        ends.put(
            time.out().layer(),
            () -> moved.put(time.out(), shared.use(module, time.in(), graph.type(time.out()))));
      }
    });
    for (Layer layer : graph.layers()) {
      if (begins.containsKey(layer.id())) {
        String module = begins.get(layer.id());
        Times.Time first = found.get(module).getFirst();
        Ref entry = shared.entry(module, graph.type(first.in()));
        first.layers().stream()
            .map(l ->
                l.called(named.getOrDefault(l.id(), l.node()))
                    .reading(
                        l.inputs().stream().map(r -> r.equals(first.in()) ? entry : r).toList()))
            .forEach(shared::append);
      }
      if (!inside.contains(layer.id())) {
        shared.append(layer);
      }
      ends.getOrDefault(layer.id(), () -> {}).run();
    }
    shared.redirect(moved);
    return shared;
  }
}
