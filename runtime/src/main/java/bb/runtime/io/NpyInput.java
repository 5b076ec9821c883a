package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NumPy's {@code .npy}, versions 1 to 3: a magic number, a version, the length of a header, a
 * Python dictionary as text, the numbers.
 * (numpy.org/doc/stable/reference/generated/numpy.lib.format.html)
 */
final class NpyInput {
  static final byte[] MAGIC = "\223NUMPY".getBytes(StandardCharsets.ISO_8859_1);

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("<f8", ElementType.F64),
          Map.entry("<f4", ElementType.F32),
          Map.entry("<f2", ElementType.F16),
          Map.entry("<i8", ElementType.I64),
          Map.entry("<i4", ElementType.I32),
          Map.entry("<i2", ElementType.I16),
          Map.entry("|i1", ElementType.I8),
          Map.entry("|u1", ElementType.U8),
          Map.entry("|b1", ElementType.BOOL));

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^()]*)\\)");

  /** As many as NumPy has. */
  private static final int MAX_DIMENSIONS = 64;

  private final byte[] bytes;
  private final String name;

  private NpyInput(byte[] bytes, String name) {
    this.bytes = bytes;
    this.name = name;
  }

  static boolean recognises(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** The array as it is, whatever an input needs. */
  static Tensor read(byte[] bytes, String name) {
    return new NpyInput(bytes, name).read();
  }

  private Tensor read() {
    if (!recognises(bytes)) {
      throw malformed("it does not begin as a `.npy` file does");
    }
    if (bytes.length < 12) {
      throw truncated(12);
    }
    int version = bytes[6];
    if (version < 1 || version > 3) {
      throw malformed(Message.of("its version is %d; known are 1 to 3", version & 0xFF));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int lengthBytes = version == 1 ? 2 : 4;
    long length = version == 1 ? buffer.getShort(8) & 0xFFFF : buffer.getInt(8) & 0xFFFFFFFFL;
    long dataStart = 8 + lengthBytes + length;
    if (dataStart > bytes.length) {
      throw truncated(dataStart);
    }
    int headerStart = 8 + lengthBytes;
    String header =
        new String(bytes, headerStart, (int) dataStart - headerStart, StandardCharsets.UTF_8);
    return array(header, (int) dataStart);
  }

  private Tensor array(String header, int dataStart) {
    String descr =
        find(DESCR, header).orElseThrow(() -> unsupported("its elements are not plain numbers"));
    ElementType type = TYPES.get(descr);
    if (type == null) {
      throw unsupported("its elements are of type `" + descr + "`")
          .help("in Python: `numpy.save(path, array.astype(\"<f4\"))`");
    }
    String order = find(ORDER, header).orElseThrow(() -> malformed("no `fortran_order` is given"));
    if (order.equals("True")) {
      throw unsupported("its order is Fortran's")
          .help("in Python: `numpy.save(path, numpy.ascontiguousarray(array))`");
    }
    int[] shape = shape(header);
    long elements = elements(shape);
    long needed = dataStart + elements * type.bytes();
    if (needed > bytes.length) {
      throw truncated(needed);
    }
    if (needed < bytes.length) {
      throw malformed(Message.of("%,d bytes follow the numbers", bytes.length - needed));
    }
    return new Tensor(shape, type.read(new Bytes.Held(bytes), dataStart, (int) elements));
  }

  private static Optional<String> find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private int[] shape(String header) {
    String list = find(SHAPE, header).orElseThrow(() -> malformed("no `shape` is given"));
    String[] dims = list.isBlank() ? new String[0] : list.split(",");
    if (dims.length > MAX_DIMENSIONS) {
      throw malformed(
          Message.of("its shape has %,d dimensions, more than %d", dims.length, MAX_DIMENSIONS));
    }
    int[] shape = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      String dim = dims[i].strip();
      if (!dim.matches("[0-9]{1,10}") || Long.parseLong(dim) > Integer.MAX_VALUE) {
        throw malformed("its shape is (" + list + ")");
      }
      shape[i] = Integer.parseInt(dim);
    }
    return shape;
  }

  private long elements(int[] shape) {
    long elements = 1;
    for (int dim : shape) {
      elements *= dim;
      // a file of these bytes is in memory already, so more numbers cannot be in it
      if (elements > Integer.MAX_VALUE - 8) {
        throw truncated(elements);
      }
    }
    return elements;
  }

  private UserError malformed(String why) {
    return new UserError(ErrorCode.BB0619, "the array `" + name + "` cannot be read: " + why);
  }

  private UserError unsupported(String why) {
    return new UserError(ErrorCode.BB0620, "the array `" + name + "` is not supported: " + why);
  }

  private UserError truncated(long needed) {
    return new UserError(
        ErrorCode.BB0621,
        Message.of(
            "the array `%s` is cut short: it needs at least %,d bytes, and the file has %,d",
            name, needed, bytes.length));
  }
}
