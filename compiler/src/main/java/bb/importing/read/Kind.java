package bb.importing.read;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import bb.types.DType;
import java.util.Optional;

/** What the elements of a constant are, whatever the width in which a file holds them. */
public enum Kind {
  FLOAT(DType.FLOAT32),
  INT(DType.INT32),
  BOOL(DType.BOOL);

  private final DType type;

  Kind(DType type) {
    this.type = type;
  }

  /** What such elements are in a network. */
  public DType type() {
    return type;
  }

  public static Kind of(DType type) {
    return switch (type) {
      case FLOAT32 -> FLOAT;
      case INT32, INT64 -> INT;
      case BOOL -> BOOL;
    };
  }

  /** That of a number of ONNX's {@code DataType}; nothing for what networks here do not have. */
  public static Optional<Kind> ofNumber(long onnx) {
    return switch (Math.clamp(onnx, -1, Integer.MAX_VALUE)) {
      case DataType.FLOAT_VALUE,
          DataType.DOUBLE_VALUE,
          DataType.FLOAT16_VALUE,
          DataType.BFLOAT16_VALUE ->
          Optional.of(FLOAT);
      case DataType.INT8_VALUE,
          DataType.INT16_VALUE,
          DataType.INT32_VALUE,
          DataType.INT64_VALUE,
          DataType.UINT8_VALUE,
          DataType.UINT16_VALUE,
          DataType.UINT32_VALUE,
          DataType.UINT64_VALUE ->
          Optional.of(INT);
      case DataType.BOOL_VALUE -> Optional.of(BOOL);
      default -> Optional.empty();
    };
  }
}
