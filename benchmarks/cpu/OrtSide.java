import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime's side: an exported network from its file. */
final class OrtSide implements Network {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, float[]> outputs = new LinkedHashMap<>();

  private OrtSide(OrtSession session, Map<String, OnnxTensor> inputs) {
    this.session = session;
    this.inputs = inputs;
  }

  public static void main(String[] arguments) throws Exception {
    Side.serve(
        (folder, batch, threads) -> load(arguments[0], folder, batch, threads),
        List.of(arguments).subList(1, arguments.length));
  }

  /** Everything that ONNX Runtime has to be fast with is on. */
  private static OrtSide load(String model, Path folder, int batch, int threads) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      session = environment.createSession(model, options);
    }
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      TensorInfo info = (TensorInfo) input.getValue().getInfo();
      long[] shape = info.getShape();
      shape[0] = batch;
      float[] numbers = Floats.read(Network.file(folder, input.getKey()));
      inputs.put(input.getKey(), tensor(environment, info.type, numbers, shape));
    }
    return new OrtSide(session, inputs);
  }

  /** In memory of the operating system's, so that it is not copied again for each run. */
  private static OnnxTensor tensor(
      OrtEnvironment environment, OnnxJavaType type, float[] numbers, long[] shape)
      throws OrtException {
    ByteBuffer memory =
        ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
    if (type == OnnxJavaType.INT32) {
      IntBuffer ids = memory.asIntBuffer();
      for (int i = 0; i < numbers.length; i++) {
        ids.put(i, (int) numbers[i]);
      }
      return OnnxTensor.createTensor(environment, ids, shape);
    }
    FloatBuffer floats = memory.asFloatBuffer();
    floats.put(0, numbers);
    return OnnxTensor.createTensor(environment, floats, shape);
  }

  /** With the answer in Java's memory, as a program wants it. */
  @Override
  public void run() throws OrtException {
    try (OrtSession.Result result = session.run(inputs)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        FloatBuffer buffer = ((OnnxTensor) output.getValue()).getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        outputs.put(output.getKey(), numbers);
      }
    }
  }

  @Override
  public Map<String, float[]> answer() {
    return outputs;
  }
}
