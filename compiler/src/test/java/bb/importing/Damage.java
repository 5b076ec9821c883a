package bb.importing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Sound models with something changed. */
final class Damage {
  private static final long[] NUMBERS = {
    0, -1, 1, 2, 3, 7, 255, 1 << 16, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private static final List<String> OPERATORS =
      List.of(
          "Add",
          "Attention",
          "BatchNormalization",
          "Concat",
          "ConstantOfShape",
          "Conv",
          "ConvTranspose",
          "CumSum",
          "DepthToSpace",
          "Einsum",
          "Expand",
          "EyeLike",
          "Flatten",
          "Gather",
          "GatherElements",
          "GatherND",
          "Gemm",
          "GroupNormalization",
          "GRU",
          "If",
          "LayerNormalization",
          "Loop",
          "LSTM",
          "MatMul",
          "MaxPool",
          "OneHot",
          "Pad",
          "PRelu",
          "Range",
          "ReduceMean",
          "Reshape",
          "Resize",
          "RotaryEmbedding",
          "Scan",
          "ScatterND",
          "SequenceAt",
          "Shape",
          "Slice",
          "Softmax",
          "SpaceToDepth",
          "Split",
          "SplitToSequence",
          "Squeeze",
          "Tile",
          "TopK",
          "Transpose",
          "Trilu",
          "Unsqueeze",
          "Where");

  private Damage() {}

  /** A few bytes changed, cut out, or repeated. */
  static byte[] bytes(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(16, bytes.length - at) + 1);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> joined(bytes, 0, at, at + length, bytes.length);
      case 2 -> joined(bytes, 0, at + length, at, bytes.length);
      default -> bytes;
    };
  }

  private static byte[] joined(byte[] all, int from, int to, int again, int end) {
    byte[] out = new byte[to - from + end - again];
    System.arraycopy(all, from, out, 0, to - from);
    System.arraycopy(all, again, out, to - from, end - again);
    return out;
  }

  /** One to three fields changed. */
  static ModelProto fields(ModelProto sound, Random random) {
    ModelProto.Builder model = sound.toBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      GraphProto.Builder graph = model.getGraphBuilder();
      switch (random.nextInt(8)) {
        case 0 -> model.setIrVersion(number(random));
        case 1 -> model.getOpsetImportBuilder(0).setVersion(random.nextInt(32)).setDomain("");
        case 2 -> input(graph, random);
        case 3 -> tensor(graph, random);
        default -> node(graph, random);
      }
    }
    return model.build();
  }

  private static void input(GraphProto.Builder graph, Random random) {
    if (graph.getInputCount() == 0) {
      return;
    }
    int at = random.nextInt(graph.getInputCount());
    ValueInfoProto.Builder input = graph.getInputBuilder(at);
    TypeProto.Tensor.Builder type = input.getTypeBuilder().getTensorTypeBuilder();
    switch (random.nextInt(6)) {
      case 0 -> type.setElemType(random.nextInt(24));
      case 1 -> type.getShapeBuilder().addDimBuilder().setDimValue(number(random));
      case 2 -> input.getTypeBuilder().getSequenceTypeBuilder();
      case 3 -> graph.removeInput(at);
      case 4 -> graph.addInput(input.build());
      default -> {
        if (type.getShapeBuilder().getDimCount() > 0) {
          type.getShapeBuilder()
              .getDimBuilder(random.nextInt(type.getShapeBuilder().getDimCount()))
              .setDimValue(number(random));
        }
      }
    }
  }

  private static void tensor(GraphProto.Builder graph, Random random) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    int at = random.nextInt(graph.getInitializerCount());
    TensorProto.Builder tensor = graph.getInitializerBuilder(at);
    switch (random.nextInt(7)) {
      case 0 -> tensor.setDataType(random.nextInt(26));
      case 1 -> tensor.addDims(number(random));
      case 2 -> tensor.clearDims().addDims(number(random)).addDims(number(random));
      case 3 -> graph.removeInitializer(at);
      case 4 -> graph.addInitializer(tensor.build());
      case 5 -> tensor.setRawData(ByteString.copyFrom(new byte[random.nextInt(64)]));
      default ->
          tensor
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(
                  StringStringEntryProto.newBuilder()
                      .setKey("location")
                      .setValue(random.nextBoolean() ? "../weights" : "weights"));
    }
  }

  private static void node(GraphProto.Builder graph, Random random) {
    if (graph.getNodeCount() == 0) {
      return;
    }
    int at = random.nextInt(graph.getNodeCount());
    NodeProto.Builder node = graph.getNodeBuilder(at);
    switch (random.nextInt(10)) {
      case 0 -> node.setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
      case 1 -> node.addInput(name(graph, random));
      case 2 -> node.addOutput(name(graph, random));
      case 3 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), name(graph, random));
        }
      }
      case 4 -> {
        if (node.getInputCount() > 0) {
          List<String> fewer = new ArrayList<>(node.getInputList());
          fewer.remove(random.nextInt(fewer.size()));
          node.clearInput().addAllInput(fewer);
        }
      }
      case 5 -> graph.removeNode(at);
      case 6 -> graph.addNode(node.build());
      default -> attribute(node, random);
    }
  }

  private static void attribute(NodeProto.Builder node, Random random) {
    if (node.getAttributeCount() == 0) {
      String name = List.of("axis", "axes", "perm", "to", "keepdims").get(random.nextInt(5));
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.INT)
              .setI(number(random)));
      return;
    }
    int at = random.nextInt(node.getAttributeCount());
    AttributeProto.Builder attribute = node.getAttributeBuilder(at);
    switch (random.nextInt(6)) {
      case 0 -> node.removeAttribute(at);
      case 1 -> attribute.setType(AttributeProto.AttributeType.forNumber(1 + random.nextInt(14)));
      case 2 -> attribute.setF(random.nextBoolean() ? Float.NaN : Float.POSITIVE_INFINITY);
      default -> {
        attribute.setI(number(random));
        if (attribute.getIntsCount() > 0) {
          attribute.setInts(random.nextInt(attribute.getIntsCount()), number(random));
        }
        if (attribute.hasT()) {
          attribute.getTBuilder().addDims(number(random));
        }
      }
    }
  }

  /** A name of the model, or none. */
  private static String name(GraphProto.Builder graph, Random random) {
    List<String> names = new ArrayList<>(List.of("", "nothing"));
    graph.getInputList().forEach(input -> names.add(input.getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    return names.get(random.nextInt(names.size()));
  }

  private static long number(Random random) {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
