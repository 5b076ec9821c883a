package bb.importing.read;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Optional;

/** Tensors of ONNX as numbers. */
public final class TestTensors {
  private TestTensors() {}

  public static double[] numbers(TensorProto tensor) {
    DataFiles none =
        (location, _, _) -> {
          throw new IllegalStateException(location);
        };
    return new Tensors(none)
        .read(tensor, Optional.empty()).doubles().stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
  }
}
