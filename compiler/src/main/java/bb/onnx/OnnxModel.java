package bb.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.program.Program;
import bb.runtime.Version;
import bb.runtime.WeightSource;
import bb.types.DType;
import bb.types.TensorType;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network as an ONNX model. Inputs and outputs keep their names, initialisers are called as the
 * checkpoint calls them, and nodes after their layers; the batch is symbolic.
 */
public final class OnnxModel {
  /** The operators' version, and the oldest version of the format that may name it. */
  static final int OPERATOR_SET = 19;

  private static final int FORMAT = OnnxMl.Version.IR_VERSION_2023_5_5_VALUE;

  /** A message of protobuf ends at 2 GiB; what is not weights has room in a hundredth. */
  private static final long MAX_EMBEDDED_BYTES = 2_000_000_000L;

  /** As many numbers as are converted to bytes at once. */
  private static final int CHUNK = 1 << 16;

  private final Program program;
  private final Nodes nodes;
  private final Map<String, String> renamed;
  private final Set<String> buffers;

  private OnnxModel(Program program, Set<String> buffers, Nodes nodes) {
    this.program = program;
    this.buffers = buffers;
    this.nodes = nodes;
    this.renamed = nodes.nameOutputs(program.outputs());
  }

  /**
   * Translates a program; best one that no pass has fused, since ONNX has no fused operators. Empty
   * after reporting that a dimension is too large.
   *
   * @param buffers tensors that training does not change, by their names in the checkpoint
   */
  public static Optional<OnnxModel> of(Program program, Set<String> buffers, Problems problems) {
    Nodes nodes = new Nodes(program);
    KernelNodes kernels = new KernelNodes(program, nodes);
    program.steps().forEach(kernels::emit);
    List<Nodes.Initializer> large =
        nodes.tensors().stream()
            .filter(t -> t.shape().dims().stream().anyMatch(dim -> dim > Integer.MAX_VALUE))
            .toList();
    large.forEach(tensor ->
        problems.add(
            Diagnostic.general(
                    Code.BB0510,
                    "`%s` of `%s` is too large to export"
                        .formatted(tensor.tensor(), program.name()))
                .note(
                    "it is %s; a dimension of a tensor in a file goes up to %,d"
                        .formatted(tensor.shape(), Integer.MAX_VALUE))));
    return large.isEmpty() ? Optional.of(new OnnxModel(program, buffers, nodes)) : Optional.empty();
  }

  /** Whether the weights are too large for one file. */
  public boolean needsDataFile() {
    return weightBytes() > MAX_EMBEDDED_BYTES;
  }

  private long weightBytes() {
    return nodes.tensors().stream().mapToLong(OnnxModel::bytes).reduce(0, Math::addExact);
  }

  private static long bytes(Nodes.Initializer tensor) {
    return tensor.shape().elements() * Float.BYTES;
  }

  /** Writes the model with its weights. */
  public void write(WeightSource weights, OutputStream stream) throws IOException {
    GraphProto.Builder graph = graph();
    for (Nodes.Initializer tensor : nodes.tensors()) {
      graph.addInitializer(proto(tensor).setRawData(raw(read(tensor, weights))));
    }
    write(graph, stream);
  }

  /** Writes the model without its weights, which lie in a file beside it. */
  public void write(String dataFile, OutputStream stream) throws IOException {
    GraphProto.Builder graph = graph();
    long offset = 0;
    for (Nodes.Initializer tensor : nodes.tensors()) {
      graph.addInitializer(
          proto(tensor)
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(entry("location", dataFile))
              .addExternalData(entry("offset", String.valueOf(offset)))
              .addExternalData(entry("length", String.valueOf(bytes(tensor)))));
      offset += bytes(tensor);
    }
    write(graph, stream);
  }

  /** Writes the weights that the model without them looks for. */
  public void writeData(WeightSource weights, OutputStream stream) throws IOException {
    WritableByteChannel channel = Channels.newChannel(stream);
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Nodes.Initializer tensor : nodes.tensors()) {
      long elements = tensor.shape().elements();
      for (long from = 0; from < elements; from += CHUNK) {
        int count = (int) Math.min(CHUNK, elements - from);
        float[] numbers = weights.read(tensor.tensor(), dims(tensor), from, count);
        bytes.clear().asFloatBuffer().put(numbers);
        channel.write(bytes.limit(count * Float.BYTES));
      }
    }
  }

  private static void write(GraphProto.Builder graph, OutputStream stream) throws IOException {
    ModelProto.newBuilder()
        .setIrVersion(FORMAT)
        .setProducerName("bb")
        .setProducerVersion(Version.TEXT)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build()
        .writeTo(stream);
  }

  private GraphProto.Builder graph() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(program.name());
    program.inputs().forEach(i -> graph.addInput(info(i.name(), i.value().type())));
    program.outputs().forEach(o -> graph.addOutput(info(o.name(), o.value().type())));
    nodes
        .nodes()
        .forEach(node -> graph.addNode(node.proto(name -> renamed.getOrDefault(name, name))));
    nodes.tensors().stream()
        .filter(tensor -> buffers.contains(tensor.tensor()))
        .forEach(tensor -> graph.addValueInfo(buffer(tensor)));
    return graph.addAllInitializer(nodes.literals());
  }

  /** A tensor of a batch of values. */
  static ValueInfoProto info(String name, TensorType type) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (long dim : type.shape().dims()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(code(type.dtype())).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** What PyTorch's exporter says of a tensor that training does not change. */
  private static ValueInfoProto buffer(Nodes.Initializer tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : tensor.shape().dims()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(code(DType.FLOAT32)).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(tensor.name())
        .setType(TypeProto.newBuilder().setTensorType(type))
        .addMetadataProps(entry("pkg.torch.export.graph_signature.InputSpec.kind", "BUFFER"))
        .build();
  }

  static int code(DType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
      case INT32 -> TensorProto.DataType.INT32_VALUE;
      case BOOL -> TensorProto.DataType.BOOL_VALUE;
      case INT64 -> TensorProto.DataType.INT64_VALUE;
    };
  }

  private static TensorProto.Builder proto(Nodes.Initializer tensor) {
    return TensorProto.newBuilder()
        .setName(tensor.name())
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addAllDims(tensor.shape().dims());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static float[] read(Nodes.Initializer tensor, WeightSource weights) {
    return weights.read(tensor.tensor(), dims(tensor));
  }

  private static List<Integer> dims(Nodes.Initializer tensor) {
    return tensor.shape().dims().stream().map(Math::toIntExact).toList();
  }

  private static ByteString raw(float[] numbers) {
    byte[] bytes = new byte[Math.multiplyExact(numbers.length, Float.BYTES)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(numbers);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
