package bb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.function.UnaryOperator;

/** An operator of ONNX applied to named tensors; what it writes is its name, too. */
record Node(String operator, List<String> inputs, String output, List<AttributeProto> attributes) {
  Node {
    inputs = List.copyOf(inputs);
    attributes = List.copyOf(attributes);
  }

  NodeProto proto(UnaryOperator<String> renamed) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(renamed.apply(output))
        .addAllInput(inputs.stream().map(renamed).toList())
        .addOutput(renamed.apply(output))
        .addAllAttribute(attributes)
        .build();
  }
}
