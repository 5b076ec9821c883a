package bb.importing.write;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.syntax.Ast;
import bb.types.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Layers one below the other: what is read later has a name. */
final class FlatWriter {
  private static final Set<String> RESERVED =
      Set.of(
          "and",
          "as",
          "else",
          "false",
          "if",
          "in",
          "not",
          "or",
          "then",
          "true",
          "when",
          "assert",
          "block",
          "buffer",
          "checkpoint",
          "collect",
          "const",
          "group",
          "import",
          "inline",
          "input",
          "let",
          "network",
          "output",
          "parallel",
          "param",
          "repeat",
          "scale",
          "share",
          "warn",
          "it",
          "inf",
          "split",
          "params",
          "macs");

  private final LayerGraph graph;
  private final Names names;
  private final Map<Ref, String> called = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<Integer, List<Layer>> readers;
  private final List<Ast.Statement> statements = new ArrayList<>();
  private final Map<Ref, List<String>> outputs = new LinkedHashMap<>();
  private int unnamed;

  FlatWriter(LayerGraph graph, Names names) {
    this.graph = graph;
    this.names = names;
    this.readers = graph.readers();
  }

  List<Ast.Statement> write() {
    List<Layer> steps = graph.layers().stream().filter(l -> !l.isSource()).toList();
    List<Layer> inputs = graph.layers().stream().filter(l -> l.is(Layer.INPUT)).toList();
    inputs.forEach(this::input);
    for (LayerGraph.Output output : graph.outputs()) {
      outputs.computeIfAbsent(output.ref(), _ -> new ArrayList<>()).add(output.name());
    }
    Optional<Ref> flow =
        inputs.size() == 1 ? Optional.of(inputs.getFirst().out()) : Optional.empty();
    for (int i = 0; i < steps.size(); i++) {
      Layer layer = steps.get(i);
      Optional<Layer> next =
          i + 1 < steps.size() ? Optional.of(steps.get(i + 1)) : Optional.empty();
      layer.inputs().forEach(this::declare);
      statements.add(step(layer, flow, next));
      flow = layer.types().size() == 1 ? Optional.of(layer.out()) : Optional.empty();
    }
    answers(flow);
    return statements;
  }

  private void input(Layer layer) {
    String name = fresh(Names.identifier(layer.node(), "input"));
    called.put(layer.out(), name);
    DType type = layer.type().dtype();
    statements.add(
        Make.input(
            name,
            type == DType.FLOAT32 ? Optional.empty() : Optional.of(type.toString()),
            layer.type().shape().dims()));
  }

  /** A tensor that is there before anything flows is declared where it is first read. */
  private void declare(Ref ref) {
    Layer layer = graph.layer(ref);
    if (!layer.isTensor() || called.containsKey(ref)) {
      return;
    }
    if (layer.is(Layer.CONST)) {
      String name = fresh("table");
      called.put(ref, name);
      statements.add(Constants.statement(name, layer.numbers().orElseThrow()));
      return;
    }
    String path = names.paths().get(layer.id());
    String last = path.substring(path.lastIndexOf('.') + 1);
    String name = fresh(Names.identifier(last, "tensor"));
    called.put(ref, name);
    statements.add(Make.param(path, name, layer.is(Layer.PARAM), layer.type().shape().dims()));
  }

  private Ast.Statement step(Layer layer, Optional<Ref> flow, Optional<Layer> next) {
    List<Ref> inputs = layer.inputs();
    boolean flows = inputs.size() == 1 && flow.equals(Optional.of(inputs.getFirst()));
    List<Ast.Expr> tensors =
        inputs.size() == 1
            ? List.of()
            : inputs.stream()
                .map(ref -> Make.reference(flow.equals(Optional.of(ref)) ? "it" : name(ref)))
                .toList();
    Ast.Step call = Make.bound(Make.apply(Calls.call(layer, tensors)), bindings(layer, next));
    Optional<Ast.Label> label = Optional.ofNullable(names.paths().get(layer.id())).map(Make::label);
    if (flows || inputs.size() != 1) {
      return Make.pipeline(label, List.of(call));
    }
    Ast.Step source = Make.apply(Make.reference(name(inputs.getFirst())));
    Ast.Step second = label.map(l -> Make.labelled(l, call)).orElse(call);
    return Make.pipeline(Optional.empty(), List.of(source, second));
  }

  private String name(Ref ref) {
    return called.get(ref);
  }

  /** Names for what others than the next layer read. */
  private List<String> bindings(Layer layer, Optional<Layer> next) {
    if (layer.types().size() > 1) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < layer.types().size(); i++) {
        Ref ref = new Ref(layer.id(), i);
        boolean read =
            outputs.containsKey(ref)
                || readers.getOrDefault(layer.id(), List.of()).stream()
                    .anyMatch(reader -> reader.inputs().contains(ref));
        all.add(read ? bind(ref) : "_");
      }
      return all;
    }
    boolean later =
        outputs.containsKey(layer.out())
            ? graph.outputs().size() > 1 || next.isPresent() || named(layer.out())
            : false;
    boolean elsewhere =
        readers.getOrDefault(layer.id(), List.of()).stream()
            .anyMatch(reader -> next.isEmpty() || reader.id() != next.get().id());
    return later || elsewhere ? List.of(bind(layer.out())) : List.of();
  }

  private String bind(Ref ref) {
    String wanted =
        outputs.containsKey(ref)
            ? Names.identifier(outputs.get(ref).getFirst(), "output")
            : "x" + ++unnamed;
    String name = fresh(wanted.equals("output") ? "output1" : wanted);
    called.put(ref, name);
    return name;
  }

  /** Whether a tensor that flows out has a name that says something. */
  private boolean named(Ref ref) {
    return outputs.get(ref).stream()
        .anyMatch(name ->
            !name.equals("output") && !Names.identifier(name, "output").startsWith("output"));
  }

  private void answers(Optional<Ref> flow) {
    boolean last =
        graph.outputs().size() == 1
            && flow.equals(Optional.of(graph.outputs().getFirst().ref()))
            && !called.containsKey(flow.get());
    if (last) {
      return;
    }
    graph.outputs().forEach(output -> declare(output.ref()));
    statements.add(
        Make.output(
            graph.outputs().stream()
                .map(output -> name(output.ref()))
                .distinct()
                .collect(Collectors.toList())));
  }

  private String fresh(String wanted) {
    String base =
        RESERVED.contains(wanted) || bb.ops.Operators.find(wanted).isPresent()
            ? wanted + "_"
            : wanted;
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }
}
