package bb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An operator of ONNX applied to named tensors. The last tensor that it writes is the one that is
 * read, and its name the node's, too.
 */
record Node(
    String operator, List<String> inputs, List<String> outputs, List<AttributeProto> attributes) {
  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = List.copyOf(attributes);
  }

  String output() {
    return outputs.getLast();
  }

  NodeProto proto(UnaryOperator<String> renamed) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(renamed.apply(output()))
        .addAllInput(inputs.stream().map(renamed).toList())
        .addAllOutput(outputs.stream().map(renamed).toList())
        .addAllAttribute(attributes)
        .build();
  }
}
