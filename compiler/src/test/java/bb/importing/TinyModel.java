package bb.importing;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** A model of a few nodes, written down where it is tested. */
public final class TinyModel {
  private static final long FORMAT = 10;
  private static final long OPERATORS = 17;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");

  public TinyModel input(String name, DataType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    graph.addInput(info(name, TypeProto.Tensor.newBuilder().setShape(shape), type));
    return this;
  }

  public TinyModel output(String name, DataType type) {
    graph.addOutput(info(name, TypeProto.Tensor.newBuilder(), type));
    return this;
  }

  private static ValueInfoProto info(String name, TypeProto.Tensor.Builder tensor, DataType type) {
    tensor.setElemType(type.getNumber());
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** A single number. */
  public TinyModel constant(String name, float number) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.FLOAT.getNumber())
            .addFloatData(number));
    return this;
  }

  /** A node that is called after its only output. */
  public TinyModel node(String operator, String output, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(List.of(inputs))
            .addOutput(output));
    return this;
  }

  public byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(FORMAT)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
