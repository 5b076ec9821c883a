package bb.examples;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;

/**
 * Models without names: what nodes make, and the weights, are called {@code n0}, {@code n1} and so
 * on. Inputs and outputs keep theirs, as they do in other tools that rename.
 */
final class Anonymous {
  private final Map<String, String> names = new HashMap<>();

  private Anonymous() {}

  static ModelProto of(ModelProto model) {
    Anonymous anonymous = new Anonymous();
    GraphProto graph = model.getGraph();
    graph.getInputList().forEach(i -> anonymous.names.put(i.getName(), i.getName()));
    graph.getOutputList().forEach(o -> anonymous.names.put(o.getName(), o.getName()));
    return model.toBuilder().setGraph(anonymous.graph(graph)).build();
  }

  private String name(String old) {
    return old.isEmpty() ? old : names.computeIfAbsent(old, _ -> "n" + names.size());
  }

  private GraphProto.Builder graph(GraphProto graph) {
    GraphProto.Builder renamed = graph.toBuilder();
    renamed.getInputBuilderList().forEach(i -> i.setName(name(i.getName())));
    renamed.getOutputBuilderList().forEach(o -> o.setName(name(o.getName())));
    renamed.getInitializerBuilderList().forEach(i -> i.setName(name(i.getName())));
    renamed.getNodeBuilderList().forEach(this::node);
    return renamed;
  }

  private void node(NodeProto.Builder node) {
    node.clearName();
    for (int i = 0; i < node.getInputCount(); i++) {
      node.setInput(i, name(node.getInput(i)));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      node.setOutput(i, name(node.getOutput(i)));
    }
    for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
      if (attribute.hasG()) {
        attribute.setG(graph(attribute.getG()));
      }
    }
  }
}
