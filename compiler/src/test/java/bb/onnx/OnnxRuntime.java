package bb.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import bb.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A second engine: what ONNX Runtime makes of a model, which it checks when it loads it. */
public final class OnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  private OnnxRuntime(OrtSession.SessionOptions.OptLevel level, Loading loading)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(level);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      session = loading.load(environment, options);
    }
  }

  @FunctionalInterface
  private interface Loading {
    OrtSession load(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  /**
   * Loads a model as it stands, without the optimiser: that merges padding into pools where the
   * result is one that ONNX Runtime itself refuses.
   */
  public static OnnxRuntime load(byte[] model) throws OrtException {
    return new OnnxRuntime(
        OrtSession.SessionOptions.OptLevel.NO_OPT,
        (environment, options) -> environment.createSession(model, options));
  }

  /** Loads a file, and what lies beside it, with all optimisations. */
  public static OnnxRuntime load(Path model) throws OrtException {
    return new OnnxRuntime(
        OrtSession.SessionOptions.OptLevel.ALL_OPT,
        (environment, options) -> environment.createSession(model.toString(), options));
  }

  public Map<String, Tensor> run(Map<String, Tensor> inputs) throws OrtException {
    Map<String, OnnxTensor> operands = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        operands.put(input.getKey(), tensor(input.getKey(), input.getValue()));
      }
      try (OrtSession.Result result = session.run(operands)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
          outputs.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
        }
        return outputs;
      }
    } finally {
      operands.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(String name, Tensor tensor) throws OrtException {
    long[] shape = IntStream.of(tensor.shape()).asLongStream().toArray();
    NodeInfo info = session.getInputInfo().get(name);
    if (((TensorInfo) info.getInfo()).type == OnnxJavaType.INT32) {
      int[] ids =
          IntStream.range(0, tensor.data().length).map(i -> (int) tensor.data()[i]).toArray();
      return OnnxTensor.createTensor(environment, IntBuffer.wrap(ids), shape);
    }
    if (((TensorInfo) info.getInfo()).type == OnnxJavaType.BOOL) {
      ByteBuffer truths = ByteBuffer.allocateDirect(tensor.data().length);
      for (float number : tensor.data()) {
        truths.put((byte) number);
      }
      return OnnxTensor.createTensor(environment, truths.flip(), shape, OnnxJavaType.BOOL);
    }
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.data()), shape);
  }

  private static Tensor tensor(OnnxTensor output) {
    long[] shape = output.getInfo().getShape();
    return new Tensor(
        IntStream.range(0, shape.length).map(i -> (int) shape[i]).toArray(), numbers(output));
  }

  private static float[] numbers(OnnxTensor output) {
    if (output.getInfo().type == OnnxJavaType.INT32) {
      IntBuffer whole = output.getIntBuffer();
      float[] numbers = new float[whole.remaining()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = whole.get(i);
      }
      return numbers;
    }
    if (output.getInfo().type == OnnxJavaType.BOOL) {
      ByteBuffer truths = output.getByteBuffer();
      float[] numbers = new float[truths.remaining()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = truths.get(i);
      }
      return numbers;
    }
    FloatBuffer buffer = output.getFloatBuffer();
    float[] numbers = new float[buffer.remaining()];
    buffer.get(numbers);
    return numbers;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
