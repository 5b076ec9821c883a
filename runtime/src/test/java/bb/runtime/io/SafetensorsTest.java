package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.runtime.Approved;
import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final List<Integer> SHAPE = List.of(2, 3);

  @ParameterizedTest
  @ValueSource(
      strings = {"float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8"})
  void readsWhatTheLibraryWrites(String type) {
    TensorFile file = Safetensors.open(Resources.path("types.safetensors"));
    assertArrayEquals(new float[] {0, 1, 2, 3, 100, 5}, file.read(type, SHAPE));
  }

  @Test
  void readsOddShapes() {
    TensorFile file = Safetensors.open(Resources.path("types.safetensors"));
    assertEquals(List.of(), file.contents().orElseThrow().get("scalar"));
    assertArrayEquals(new float[] {2.5f}, file.read("scalar", List.of()));
    assertArrayEquals(new float[0], file.read("empty", List.of(2, 0)));
    assertArrayEquals(new float[] {0, 0, 1, 1, 1, 1}, file.read("bool", SHAPE));
    assertEquals(11, file.contents().orElseThrow().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "float64", "int8", "uint8"})
  void readsParts(String type) {
    TensorFile file = Safetensors.open(Resources.path("types.safetensors"));
    assertArrayEquals(new float[] {2, 3, 100}, file.read(type, SHAPE, 2, 3));
  }

  @Test
  void syntheticPartsAreThoseOfTheWhole() {
    float[] whole = Synthetic.weights().read("fc.weight", SHAPE);
    assertArrayEquals(
        Arrays.copyOfRange(whole, 2, 5), Synthetic.weights().read("fc.weight", SHAPE, 2, 3));
  }

  /** The file has holes, which take no place on the disk. */
  @Test
  void whatNoArrayHoldsIsReadInParts(@TempDir Path folder) throws IOException {
    long numbers = 3L << 30;
    Path path = folder.resolve("large.safetensors");
    String header =
        "{\"w\":{\"dtype\":\"I8\",\"shape\":[3,1073741824],\"data_offsets\":[0,%d]}}"
            .formatted(numbers);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.writeLong(Long.reverseBytes(header.length()));
      file.writeBytes(header);
      file.seek(8 + header.length() + numbers - 1);
      file.writeByte(7);
    }
    TensorFile file = Safetensors.open(path);
    List<Integer> shape = List.of(3, 1 << 30);
    assertArrayEquals(new float[] {0, 7}, file.read("w", shape, numbers - 2, 2));
    UserError error = assertThrows(UserError.class, () -> file.read("w", shape));
    assertEquals(ErrorCode.BB0610, error.code());
  }

  /** Subnormals, infinities and both zeros among them. */
  @Test
  void widensHalvesAsNumPyDoes() throws Exception {
    JsonArray pairs = JsonParser.object().from(Resources.text("floats.json")).getArray("f16");
    for (Object pair : pairs) {
      int half = ((JsonArray) pair).getInt(0);
      int expected = (int) ((JsonArray) pair).getLong(1);
      assertEquals(expected, Float.floatToRawIntBits(widened(ElementType.F16, half)));
    }
  }

  /** A bfloat16 is the upper half of a float32. */
  @Test
  void widensEveryBfloat16() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertEquals(bits << 16, Float.floatToRawIntBits(widened(ElementType.BF16, bits)));
    }
  }

  private static float widened(ElementType type, int bits) {
    Bytes bytes = new Bytes.Held(new byte[] {0, (byte) bits, (byte) (bits >> 8)});
    return type.read(bytes, 1, 1)[0];
  }

  @Test
  void everyDefectHasItsError() throws IOException {
    StringBuilder text = new StringBuilder();
    defects()
        .forEach((name, bytes) ->
            text.append("# ").append(name).append('\n').append(outcome(bytes)).append('\n'));
    Approved.check("safetensors-defects.txt", text.toString());
  }

  private static String outcome(byte[] bytes) {
    try {
      return Safetensors.read(new ByteArrayInputStream(bytes), "net.safetensors")
              .contents()
              .orElseThrow()
          + "\n";
    } catch (UserError e) {
      return e.text();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, byte[]> defects() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("empty", new byte[0]);
    files.put("no header length", new byte[] {1, 2, 3});
    files.put("negative header length", length(-1));
    files.put("huge header length", length(1L << 40));
    files.put("header cut short", length(500));
    files.put("pickle", "\200\002}q\000(X\004\000".getBytes(StandardCharsets.ISO_8859_1));
    files.put("zip", "PK\003\004\024\000\000\000".getBytes(StandardCharsets.ISO_8859_1));
    files.put(
        "lfs", "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8));
    for (String page : List.of("<!DOCTYPE html>\n<html>", "<html>\n<head>")) {
      files.put("web page " + page.indexOf('!'), page.getBytes(StandardCharsets.UTF_8));
    }
    files.put("gzip", "\037\213\b\000\000\000\000\000".getBytes(StandardCharsets.ISO_8859_1));
    files.put("onnx", "\b\b\022\007pytorch\032\005".getBytes(StandardCharsets.ISO_8859_1));
    files.put("onnx of nobody", "\b\n:\277\001\n\035\n".getBytes(StandardCharsets.ISO_8859_1));
    files.put("tflite", "\034\000\000\000TFL3\024".getBytes(StandardCharsets.ISO_8859_1));
    files.put("no header", file("", 0));
    files.put("not JSON", file("{\"a\": {\"dtype\": F32}}", 0));
    files.put("not an object", file("[1, 2]", 0));
    files.put("text after the object", file("{} {}", 0));
    files.put("deep nesting", file("{\"a\": " + "[".repeat(5000) + "]".repeat(5000) + "}", 0));
    files.put("not UTF-8", raw(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}));
    files.put("metadata of numbers", file("{\"__metadata__\": {\"epoch\": 3}}", 0));
    files.put("metadata", file("{\"__metadata__\": {\"format\": \"pt\"}}   ", 0));
    files.put("entry is a number", file("{\"a\": 3}", 0));
    files.put("no dtype", file("{\"a\": {\"shape\": [], \"data_offsets\": [0, 4]}}", 4));
    files.put("no shape", file("{\"a\": {\"dtype\": \"F32\", \"data_offsets\": [0, 4]}}", 4));
    files.put("no offsets", file("{\"a\": {\"dtype\": \"F32\", \"shape\": []}}", 4));
    files.put("three offsets", file(entry("F32", "[]", "[0, 2, 4]"), 4));
    files.put("negative dimension", file(entry("F32", "[-1]", "[0, 4]"), 4));
    files.put("fractional dimension", file(entry("F32", "[1.5]", "[0, 4]"), 4));
    files.put("dimension is text", file(entry("F32", "[\"1\"]", "[0, 4]"), 4));
    files.put(
        "unknown member",
        file(
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [], \"data_offsets\": [0, 4], \"x\": 1}}", 4));
    files.put("unknown type", file(entry("F8_E4M3", "[4]", "[0, 4]"), 4));
    files.put("data cut short", file(entry("F32", "[2]", "[0, 8]"), 5));
    files.put("offsets reversed", file(entry("F32", "[2]", "[8, 0]"), 8));
    files.put("fewer bytes than the shape", file(entry("F32", "[3]", "[0, 8]"), 8));
    files.put("huge shape", file(entry("F32", "[4294967296, 4294967296]", "[0, 8]"), 8));
    files.put(
        "shape that overflows to the right size",
        file(entry("F32", "[2147483647, 2147483647, 2147483647, 0, 5]", "[0, 8]"), 8));
    files.put("overlap", file(two("[0, 4]", "[2, 6]"), 6));
    files.put("same place", file(two("[0, 4]", "[0, 4]"), 4));
    files.put("gap between", file(two("[0, 4]", "[8, 12]"), 12));
    files.put("gap before", file(entry("F32", "[1]", "[4, 8]"), 8));
    files.put("bytes after", file(entry("F32", "[1]", "[0, 4]"), 9));
    files.put("duplicate", file(two("[0, 4]", "[4, 8]").replace("\"b\"", "\"a\""), 8));
    files.put("in another order", file(two("[4, 8]", "[0, 4]"), 8));
    return files;
  }

  private static String entry(String type, String shape, String offsets) {
    return "{\"a\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": %s}}"
        .formatted(type, shape, offsets);
  }

  private static String two(String first, String second) {
    String a = entry("F32", "[1]", first);
    String b = entry("F32", "[1]", second).replace("\"a\"", "\"b\"");
    return a.substring(0, a.length() - 1) + ", " + b.substring(1);
  }

  private static byte[] length(long length) {
    return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  static byte[] file(String header, int dataBytes) {
    byte[] bytes = raw(header.getBytes(StandardCharsets.UTF_8));
    return java.util.Arrays.copyOf(bytes, bytes.length + dataBytes);
  }

  private static byte[] raw(byte[] header) {
    return ByteBuffer.allocate(8 + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  /** A sparse file: most of it is never written, nor read. */
  @Test
  void readsBeyondTwoGigabytes(@TempDir Path folder) throws IOException {
    String header =
        """
        {"a": {"dtype": "U8", "shape": [2000000000], "data_offsets": [0, 2000000000]},
         "b": {"dtype": "U8", "shape": [900000000], "data_offsets": [2000000000, 2900000000]},
         "c": {"dtype": "F32", "shape": [2], "data_offsets": [2900000000, 2900000008]}}
        """;
    byte[] start = file(header, 0);
    Path path = folder.resolve("large.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
      out.write(start);
      out.seek(start.length + 2_900_000_004L);
      out.write(new byte[] {0, 0, (byte) 0xC0, 0x3F});
    }
    assertArrayEquals(new float[] {0, 1.5f}, Safetensors.open(path).read("c", List.of(2)));
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothing(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("target");
    Files.createDirectories(target.resolve("not-empty"));
    Tensor one = new Tensor(new int[] {1}, new float[] {1});
    try {
      Safetensors.write(target, Map.of("a", one));
      throw new AssertionError("wrote over a directory");
    } catch (UserError e) {
      assertEquals(ErrorCode.BB0603, e.code());
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(target), files.toList());
    }
  }
}
