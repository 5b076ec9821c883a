package bb.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import bb.Compiler;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.runtime.Tensor;
import bb.runtime.io.Distance;
import bb.runtime.io.Synthetic;
import bb.source.SourceFile;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in an exported model, and where. */
class OnnxModelTest {
  private static final String SOURCE =
      """
      network Net {
        input image: [3, 8, 8]
        input extra: [4, 8, 8]
        param shift: [4, 1, 1]
        image -> stem: { conv(4, 3, padding: 1); bn } as features
        add(features, extra)
        add(it, shift)
        relu as last
        output features, last, extra, shift
      }
      """;

  private static Graph graph(String source) {
    Problems problems = new Problems();
    return Compiler.open(new SourceFile("net.bb", source), (_, _) -> Optional.empty(), problems)
        .flatMap(compiler -> compiler.graph("Net"))
        .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }

  private static OnnxModel model(String source) {
    return OnnxModel.of(Lowering.lower(graph(source)), graph(source).buffers(), new Problems())
        .orElseThrow();
  }

  /** What engines compute in many steps is one node where ONNX has an operator for it. */
  @Test
  void whatOnnxHasOperatorsForIsOneNode() throws IOException {
    String source =
        """
        network Net {
          input image: [3, 8, 8]
          input offsets: [18, 6, 6]
          deform_conv(image, offsets, 4, 3)
          upsample(2, mode: bicubic)
        }
        """;
    assertEquals(List.of("DeformConv", "Resize"), operators(source));
  }

  /** Whose operator has the channels before the tokens. */
  @Test
  void aBatchNormOfTokensIsOneOfItsTranspose() throws IOException {
    assertEquals(
        List.of("Transpose", "BatchNormalization", "Transpose"),
        operators("network Net { input x: [5, 4]; bn }"));
  }

  private static List<String> operators(String source) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model(source).write(Synthetic.weights(), file);
    return ModelProto.parseFrom(file.toByteArray()).getGraph().getNodeList().stream()
        .map(node -> node.getOpType())
        .toList();
  }

  @Test
  void everythingIsCalledAsInTheSource() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model(SOURCE).write(Synthetic.weights(), file);
    GraphProto graph = ModelProto.parseFrom(file.toByteArray()).getGraph();
    assertEquals(
        "[image, extra] -> [features, last, extra, shift]",
        graph.getInputList().stream().map(i -> i.getName()).toList()
            + " -> "
            + graph.getOutputList().stream().map(o -> o.getName()).toList());
    assertTrue(
        graph.getInitializerList().stream()
            .map(TensorProto::getName)
            .toList()
            .containsAll(
                List.of(
                    "stem.0.weight",
                    "stem.0.bias",
                    "stem.1.weight",
                    "stem.1.bias",
                    "stem.1.running_mean",
                    "stem.1.running_var")));
    assertEquals(
        List.of("stem.0 Conv", "features BatchNormalization"),
        graph.getNodeList().stream()
            .map(node -> node.getName() + " " + node.getOpType())
            .filter(node -> node.contains("stem") || node.contains("features"))
            .toList());
    assertEquals(
        "batch", graph.getInput(0).getType().getTensorType().getShape().getDim(0).getDimParam());
  }

  @Test
  void weightsMayLieBesideTheModel(@TempDir Path folder) throws IOException, OrtException {
    OnnxModel model = model(SOURCE);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    model.write(Synthetic.weights(), whole);
    Path file = folder.resolve("net.onnx");
    try (OutputStream stream = Files.newOutputStream(file);
        OutputStream data = Files.newOutputStream(folder.resolve("net.onnx.data"))) {
      model.write("net.onnx.data", stream);
      model.writeData(Synthetic.weights(), data);
    }
    Map<String, Tensor> inputs =
        Map.of(
            "image", new Tensor(new int[] {2, 3, 8, 8}, numbers(2 * 3 * 64)),
            "extra", new Tensor(new int[] {2, 4, 8, 8}, numbers(2 * 4 * 64)));
    try (OnnxRuntime one = OnnxRuntime.load(whole.toByteArray());
        OnnxRuntime two = OnnxRuntime.load(file)) {
      Map<String, Tensor> expected = one.run(inputs);
      Map<String, Tensor> found = two.run(inputs);
      assertEquals(expected.keySet(), found.keySet());
      assertArrayEquals(new int[] {2, 4, 1, 1}, found.get("shift").shape());
      assertEquals(
          0, Distance.relative(expected.get("last").data(), found.get("last").data()), 1e-5);
    }
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i % 17 - 8) / 8f;
    }
    return numbers;
  }

  @Test
  void largeWeightsNeedAFileBesideTheModel() {
    String large = "network Net { input x: [30000]; linear(%d, bias: false) }";
    assertTrue(!model(large.formatted(16_000)).needsDataFile());
    assertTrue(model(large.formatted(17_000)).needsDataFile());
  }

  @Test
  void aTensorBeyondAnArrayIsWrittenInParts() {
    assertTrue(model("network Net { input x: [1M]; linear(4K, bias: false) }").needsDataFile());
  }

  @Test
  void partsAreTheWhole() throws IOException {
    OnnxModel model = model("network Net { input x: [300]; linear(701) }");
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    model.writeData(Synthetic.weights(), parts);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model.write(Synthetic.weights(), file);
    ByteString whole =
        ModelProto.parseFrom(file.toByteArray()).getGraph().getInitializerList().stream()
            .filter(tensor -> tensor.getName().startsWith("0."))
            .map(TensorProto::getRawData)
            .reduce(ByteString.EMPTY, ByteString::concat);
    assertArrayEquals(whole.toByteArray(), parts.toByteArray());
  }

  /** As PyTorch's exporter says it; of what training changes nothing is said. */
  @Test
  void buffersAreMarked() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model("network Net { input x: [4]; buffer places: [4]; add(x, places); linear(2) }")
        .write(Synthetic.weights(), file);
    List<String> marks =
        ModelProto.parseFrom(file.toByteArray()).getGraph().getValueInfoList().stream()
            .flatMap(info ->
                info.getMetadataPropsList().stream()
                    .map(mark -> info.getName() + ": " + mark.getKey() + "=" + mark.getValue()))
            .toList();
    assertEquals(List.of("places: pkg.torch.export.graph_signature.InputSpec.kind=BUFFER"), marks);
  }

  @Test
  void aDimensionBeyondAnIntegerIsAnError() {
    Problems problems = new Problems();
    Graph graph = graph("network Net { input x: [1]; linear(3G, bias: false) }");
    assertTrue(OnnxModel.of(Lowering.lower(graph), graph.buffers(), problems).isEmpty());
    assertEquals(List.of(Code.BB0510), problems.sorted().stream().map(Diagnostic::code).toList());
  }
}
