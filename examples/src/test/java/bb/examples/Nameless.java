package bb.examples;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.Map;

/** A model that has lost its names, as optimisers and folding lose them. */
final class Nameless {
  private Nameless() {}

  /** Nodes, and all that flows but inputs and outputs, called after their numbers. */
  static ModelProto of(ModelProto model) {
    GraphProto graph = model.getGraph();
    Map<String, String> renamed = new HashMap<>();
    graph.getInputList().forEach(input -> renamed.put(input.getName(), input.getName()));
    graph.getOutputList().forEach(output -> renamed.put(output.getName(), output.getName()));
    return model.toBuilder().setGraph(renamed(graph, renamed)).build();
  }

  /** The same, with what was initialisers made by nodes. */
  static ModelProto ofConstants(ModelProto model) {
    ModelProto nameless = of(model);
    GraphProto.Builder graph = nameless.getGraph().toBuilder().clearInitializer().clearNode();
    nameless.getGraph().getInitializerList().forEach(t -> graph.addNode(constant(t)));
    graph.addAllNode(nameless.getGraph().getNodeList());
    return nameless.toBuilder().setGraph(graph).build();
  }

  private static NodeProto constant(TensorProto tensor) {
    return NodeProto.newBuilder()
        .setOpType("Constant")
        .addOutput(tensor.getName())
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(tensor))
        .build();
  }

  private static GraphProto renamed(GraphProto graph, Map<String, String> names) {
    GraphProto.Builder made = graph.toBuilder().clearInitializer().clearNode().clearValueInfo();
    graph
        .getInitializerList()
        .forEach(t -> made.addInitializer(t.toBuilder().setName(name(t.getName(), names))));
    for (NodeProto node : graph.getNodeList()) {
      NodeProto.Builder other = node.toBuilder().clearName().clearInput().clearOutput();
      node.getInputList().forEach(input -> other.addInput(name(input, names)));
      node.getOutputList().forEach(output -> other.addOutput(name(output, names)));
      for (int i = 0; i < node.getAttributeCount(); i++) {
        AttributeProto attribute = node.getAttribute(i);
        if (attribute.hasG()) {
          other.setAttribute(i, attribute.toBuilder().setG(body(attribute.getG(), names)));
        }
      }
      made.addNode(other.setName("Node_" + made.getNodeCount()));
    }
    return made.build();
  }

  /** What a node runs; what flows in and out there is a name of its own. */
  private static GraphProto body(GraphProto graph, Map<String, String> names) {
    GraphProto.Builder made = renamed(graph, names).toBuilder();
    made.getInputBuilderList().forEach(input -> input.setName(name(input.getName(), names)));
    made.getOutputBuilderList().forEach(output -> output.setName(name(output.getName(), names)));
    return made.build();
  }

  private static String name(String name, Map<String, String> names) {
    return name.isEmpty() ? "" : names.computeIfAbsent(name, _ -> "n" + names.size());
  }
}
