package bb.importing.read;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import bb.diagnostics.Code;
import bb.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tensors of a file as constants, whose numbers are converted when they are read. */
final class Tensors {
  private final DataFiles files;

  Tensors(DataFiles files) {
    this.files = files;
  }

  Const read(TensorProto tensor, Optional<String> origin) {
    return read(tensor, origin, Training.UNTOLD);
  }

  Const read(TensorProto tensor, Optional<String> origin, Training training) {
    String name = tensor.getName();
    List<Long> dims = tensor.getDimsList();
    Kind kind = kind(tensor.getDataType(), "tensor `" + name + "`");
    if (dims.stream().anyMatch(dim -> dim < 0)
        || !Shape.fits(dims.stream().map(dim -> Math.max(1, dim)).toList())) {
      throw Refusal.of(Code.BB0906, "tensor `%s` cannot be of shape %s", name, dims);
    }
    if (tensor.hasSegment()) {
      throw Refusal.of(Code.BB0906, "tensor `%s` comes in segments", name);
    }
    Const.Data data = numbers(tensor, Const.elements(dims));
    Const.Data stored = origin.isPresent() ? new Const.Stored(dims, data, training) : data;
    return new Const(kind, dims, stored, origin);
  }

  static Kind kind(int type, String what) {
    return Kind.ofNumber(type)
        .orElseThrow(() -> {
          DataType known = DataType.forNumber(type);
          return known == null
              ? Refusal.of(Code.BB0906, "%s is of type %d, which ONNX has not", what, type)
              : Refusal.of(
                  Code.BB0906,
                  "%s is of type %s, which networks here do not have",
                  what,
                  known.name().toLowerCase(Locale.ROOT));
        });
  }

  private Const.Data numbers(TensorProto tensor, long count) {
    DataType type = DataType.forNumber(tensor.getDataType());
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return stored(tensor, type, external(tensor), count);
    }
    if (tensor.hasRawData()) {
      return stored(tensor, type, tensor.getRawData().asReadOnlyByteBuffer(), count);
    }
    int listed =
        switch (type) {
          case FLOAT -> tensor.getFloatDataCount();
          case DOUBLE -> tensor.getDoubleDataCount();
          case INT64 -> tensor.getInt64DataCount();
          case UINT32, UINT64 -> tensor.getUint64DataCount();
          default -> tensor.getInt32DataCount();
        };
    if (listed != count) {
      throw sizes(tensor, listed + " numbers");
    }
    return switch (type) {
      case FLOAT -> i -> tensor.getFloatData((int) i);
      case DOUBLE -> i -> tensor.getDoubleData((int) i);
      case INT64 -> i -> tensor.getInt64Data((int) i);
      case UINT32, UINT64 -> i -> tensor.getUint64Data((int) i);
      case FLOAT16 -> i -> Float.float16ToFloat((short) tensor.getInt32Data((int) i));
      case BFLOAT16 -> i -> Float.intBitsToFloat(tensor.getInt32Data((int) i) << 16);
      default -> i -> tensor.getInt32Data((int) i);
    };
  }

  private static Const.Data stored(TensorProto tensor, DataType type, ByteBuffer raw, long count) {
    ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
    int width =
        switch (type) {
          case DOUBLE, INT64, UINT64 -> 8;
          case FLOAT, INT32, UINT32 -> 4;
          case FLOAT16, BFLOAT16, INT16, UINT16 -> 2;
          default -> 1;
        };
    if (bytes.remaining() / width != count || bytes.remaining() % width != 0) {
      throw sizes(tensor, "%,d bytes".formatted(bytes.remaining()));
    }
    int start = bytes.position();
    return switch (type) {
      case FLOAT -> i -> bytes.getFloat(start + (int) i * 4);
      case DOUBLE -> i -> bytes.getDouble(start + (int) i * 8);
      case FLOAT16 -> i -> Float.float16ToFloat(bytes.getShort(start + (int) i * 2));
      case BFLOAT16 -> i -> Float.intBitsToFloat(bytes.getShort(start + (int) i * 2) << 16);
      case INT64, UINT64 -> i -> bytes.getLong(start + (int) i * 8);
      case INT32 -> i -> bytes.getInt(start + (int) i * 4);
      case UINT32 -> i -> Integer.toUnsignedLong(bytes.getInt(start + (int) i * 4));
      case INT16 -> i -> bytes.getShort(start + (int) i * 2);
      case UINT16 -> i -> Short.toUnsignedInt(bytes.getShort(start + (int) i * 2));
      case UINT8 -> i -> Byte.toUnsignedInt(bytes.get(start + (int) i));
      default -> i -> bytes.get(start + (int) i);
    };
  }

  private ByteBuffer external(TensorProto tensor) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    String location = entries.getOrDefault("location", "");
    if (location.isEmpty()
        || location.startsWith("/")
        || location.contains("\\")
        || location.contains(":")
        || location.indexOf('\0') >= 0
        || List.of(location.split("/")).contains("..")) {
      throw Refusal.of(
              Code.BB0907,
              "tensor `%s` lies in `%s`, outside the model's folder",
              tensor.getName(),
              location)
          .note("a model may only name files beside it, or in folders below");
    }
    return files.open(
        location,
        number(tensor, entries.getOrDefault("offset", "0")),
        number(tensor, entries.getOrDefault("length", "-1")));
  }

  private static long number(TensorProto tensor, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw Refusal.of(
          Code.BB0907, "tensor `%s` says `%s` where a number belongs", tensor.getName(), text);
    }
  }

  private static Refusal sizes(TensorProto tensor, String found) {
    return Refusal.of(
        Code.BB0906,
        "tensor `%s` is of shape %s, and the file has %s of it",
        tensor.getName(),
        tensor.getDimsList(),
        found);
  }
}
