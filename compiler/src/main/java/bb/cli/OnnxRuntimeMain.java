package bb.cli;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import bb.runtime.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Runs a model in ONNX Runtime. A program of its own: that is native code, which {@code bbc} does
 * not have on its class path, and which may end the process that it is in.
 */
public final class OnnxRuntimeMain {
  private final OrtEnvironment environment;
  private final OrtSession session;

  private OnnxRuntimeMain(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * @param args the model, the file of its inputs, and the file to write its outputs to, which is
   *     there only if all went well
   */
  public static void main(String[] args) throws IOException {
    try (OrtEnvironment environment =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "bbc");
        OrtSession session = environment.createSession(args[0])) {
      var inputs = TensorExchange.read(Path.of(args[1]));
      TensorExchange.write(new OnnxRuntimeMain(environment, session).run(inputs), Path.of(args[2]));
    } catch (OrtException e) {
      System.err.println(e.getMessage());
    }
  }

  /** Inputs by their order: the network's may be called otherwise. */
  private SequencedMap<String, Tensor> run(SequencedMap<String, Tensor> inputs)
      throws OrtException {
    Map<String, OnnxTensor> operands = new HashMap<>();
    List<OnnxTensor> made = new ArrayList<>();
    Iterator<Tensor> given = inputs.values().iterator();
    for (String name : session.getInputNames()) {
      TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
      OnnxTensor operand = tensor(info, given.next());
      made.add(operand);
      operands.put(name, operand);
    }
    SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    try (OrtSession.Result result = session.run(operands)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
      }
    }
    made.forEach(OnnxTensor::close);
    return outputs;
  }

  private OnnxTensor tensor(TensorInfo info, Tensor tensor) throws OrtException {
    Tensor given = fitting(info.getShape(), tensor);
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(given.data().length, info.type.size))
            .order(ByteOrder.nativeOrder());
    for (float number : given.data()) {
      put(bytes, info.type, number);
    }
    long[] shape = IntStream.of(given.shape()).asLongStream().toArray();
    return OnnxTensor.createTensor(environment, bytes.flip(), shape, info.type);
  }

  /** As the model takes it: without an axis that it has not, and as many examples. */
  private static Tensor fitting(long[] dims, Tensor tensor) {
    int[] own = tensor.shape();
    // the network has no axis of the batch that it is given beside
    boolean whole = dims.length == own.length - 1;
    int[] shape = IntStream.of(own).skip(whole ? 1 : 0).toArray();
    Tensor given = new Tensor(shape, tensor.data());
    if (dims.length != shape.length) {
      return given;
    }
    int[] wanted =
        IntStream.range(0, dims.length)
            .map(i -> dims[i] < 0 ? shape[i] : Math.toIntExact(dims[i]))
            .toArray();
    OptionalInt axis = Examples.axis(shape, wanted);
    return axis.isPresent()
        ? Examples.several(given, axis.getAsInt(), wanted[axis.getAsInt()])
        : given;
  }

  private static void put(ByteBuffer bytes, OnnxJavaType type, float number) throws OrtException {
    switch (type) {
      case FLOAT -> bytes.putFloat(number);
      case DOUBLE -> bytes.putDouble(number);
      case FLOAT16 -> bytes.putShort(Float.floatToFloat16(number));
      case BFLOAT16 -> bytes.putShort((short) (Float.floatToIntBits(number) >>> 16));
      case INT64 -> bytes.putLong((long) number);
      case INT32 -> bytes.putInt((int) number);
      case INT16 -> bytes.putShort((short) number);
      case INT8, UINT8, BOOL -> bytes.put((byte) number);
      case STRING, UNKNOWN -> throw new OrtException("an input is of type " + type);
    }
  }

  private static Tensor tensor(OnnxTensor output) throws OrtException {
    TensorInfo info = output.getInfo();
    int[] shape =
        IntStream.range(0, info.getShape().length).map(i -> (int) info.getShape()[i]).toArray();
    ByteBuffer bytes = output.getByteBuffer().order(ByteOrder.nativeOrder());
    float[] numbers = new float[bytes.remaining() / info.type.size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(bytes, info.type);
    }
    return new Tensor(shape, numbers);
  }

  private static float number(ByteBuffer bytes, OnnxJavaType type) throws OrtException {
    return switch (type) {
      case FLOAT -> bytes.getFloat();
      case DOUBLE -> (float) bytes.getDouble();
      case FLOAT16 -> Float.float16ToFloat(bytes.getShort());
      case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort() << 16);
      case INT64 -> bytes.getLong();
      case INT32 -> bytes.getInt();
      case INT16 -> bytes.getShort();
      case INT8, BOOL -> bytes.get();
      case UINT8 -> bytes.get() & 0xFF;
      case STRING, UNKNOWN -> throw new OrtException("an output is of type " + type);
    };
  }
}
