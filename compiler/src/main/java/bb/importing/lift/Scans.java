package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import bb.importing.read.OnnxNode;
import bb.importing.read.OnnxNode.Body;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is done to one token after the other, where a layer does the same. */
final class Scans {
  /** The next state, a, and what the token becomes, of the inputs by their places. */
  private static final String STATE =
      "Add(Mul(Exp(Mul(Unsqueeze($2,[2]),$1)),$0),Mul(Unsqueeze($3,[2]),Unsqueeze($4,[1])))";

  private static final List<String> SELECTIVE =
      List.of(STATE, "Identity($1)", "Squeeze(MatMul(" + STATE + ",Unsqueeze($5,[2])),[2])");

  private static final int MOST_NODES = 100;

  private Scans() {}

  static void register(Map<String, Translator> all) {
    all.put("Scan", Scans::scan);
  }

  private static List<Value> scan(Node node) {
    Body body = node.onnx().body("body").orElseThrow(() -> node.refuse("lacks what it does"));
    List<Long> along = List.of(1L, 1L, 1L, 1L);
    boolean forward =
        node.onnx().integer("num_scan_inputs", 0) == 4
            && node.onnx().ints("scan_input_axes").equals(Optional.of(along))
            && node.onnx().ints("scan_output_axes").equals(Optional.of(List.of(1L)))
            && node.onnx().ints("scan_input_directions").orElse(List.of()).stream()
                .allMatch(direction -> direction == 0)
            && node.onnx().ints("scan_output_directions").orElse(List.of()).stream()
                .allMatch(direction -> direction == 0);
    if (!forward || body.nodes().size() > MOST_NODES || !formulas(node, body).equals(SELECTIVE)) {
      throw node.refuse("does what no layer here does to one token after the other");
    }
    return selective(node);
  }

  /** What each output is, written as a formula of the inputs. */
  private static List<String> formulas(Node node, Body body) {
    Map<String, String> known = new HashMap<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      known.put(body.inputs().get(i), "$" + i);
    }
    int own = node.count() - body.captured().size();
    for (int i = 0; i < body.captured().size(); i++) {
      String number =
          node.need(own + i) instanceof Known(var tensor) && tensor.elements() == 1
              ? tensor.longs().toString()
              : "?";
      known.put(body.captured().get(i), number);
    }
    for (OnnxNode each : body.nodes()) {
      String operands =
          each.inputs().stream()
              .map(name -> known.getOrDefault(name, "?"))
              .collect(Collectors.joining(","));
      String formula = each.operator() + "(" + operands + ")";
      if (formula.length() > 1000) {
        return List.of();
      }
      each.outputs().forEach(name -> known.put(name, formula));
    }
    return body.outputs().stream().map(name -> known.getOrDefault(name, "?")).toList();
  }

  /** {@code selective_scan} without a skip, which is added behind it. */
  private static List<Value> selective(Node node) {
    boolean empty =
        node.need(0) instanceof Known(var state) && state.uniform().equals(Optional.of(0.0));
    Ref delta = node.flow(2).ref();
    Optional<Ref> u = node.factor(node.flow(3).ref(), delta);
    List<String> states = node.onnx().outputs().subList(0, 2);
    if (!empty || u.isEmpty() || !states.equals(List.of("", ""))) {
      throw node.refuse("begins or ends with a state, or takes in no multiple of its steps");
    }
    long channels = node.dims(delta).getLast();
    Const none = new Const(Kind.FLOAT, List.of(channels), _ -> 0, Optional.empty());
    Ref made =
        node.layer(
            "selective_scan",
            Layers.args(),
            u.get(),
            delta,
            Elements.example(node, node.need(1), node.need(1).dims()),
            node.flow(4).ref(),
            node.flow(5).ref(),
            node.tensor(none));
    Flow out = node.made(made, 0);
    return List.of(node.need(0), node.need(1), out); // nothing reads the states
  }
}
