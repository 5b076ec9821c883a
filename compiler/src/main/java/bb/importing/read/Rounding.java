package bb.importing.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** To how many binary digits a model rounds what it computes. */
final class Rounding {
  private static final int FLOAT = 24;
  private static final int FLOAT16 = 11;
  private static final int BFLOAT16 = 8;

  private final Set<String> computed = new HashSet<>();
  private int digits = FLOAT;

  private Rounding() {}

  /** The fewest that a type has in which it computes; numbers that only lie in one do not count. */
  static int of(GraphProto graph) {
    Rounding rounding = new Rounding();
    rounding.reads(graph);
    rounding.graph(graph);
    return rounding.digits;
  }

  /** Notes what operators read, but for casts, which take numbers out of the type they lie in. */
  private void reads(GraphProto graph) {
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getOpType().equals("Cast")) {
        computed.addAll(node.getInputList());
      }
      node.getAttributeList().stream()
          .filter(AttributeProto::hasG)
          .forEach(attribute -> reads(attribute.getG()));
    }
  }

  private void graph(GraphProto graph) {
    for (ValueInfoProto port :
        Stream.concat(graph.getInputList().stream(), graph.getOutputList().stream()).toList()) {
      type(port.getType().getTensorType().getElemType());
    }
    graph.getInitializerList().forEach(tensor -> tensor(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          graph(attribute.getG());
        } else if (attribute.hasT() && node.getOutputCount() > 0) {
          tensor(node.getOutput(0), attribute.getT());
        } else if (node.getOpType().equals("Cast") && attribute.getName().equals("to")) {
          type(Math.clamp(attribute.getI(), 0, Integer.MAX_VALUE));
        }
      }
    }
  }

  private void tensor(String name, TensorProto tensor) {
    if (computed.contains(name)) {
      type(tensor.getDataType());
    }
  }

  private void type(int type) {
    digits =
        switch (type) {
          case DataType.FLOAT16_VALUE -> Math.min(digits, FLOAT16);
          case DataType.BFLOAT16_VALUE -> Math.min(digits, BFLOAT16);
          default -> digits;
        };
  }
}
