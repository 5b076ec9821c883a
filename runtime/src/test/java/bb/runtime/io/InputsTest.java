package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Approved;
import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  private static final ModelInfo IMAGE = one("image", "float32", 0, 3, 9, 13);
  private static final ModelInfo ARRAY = one("x", "float32", 0, 3);
  private static final ModelInfo IDS = one("ids", "int64", 10, 3);
  private static final ModelInfo WHOLE = one("x", "int32", 0, 3);
  private static final ModelInfo TRUTHS = one("mask", "bool", 2, 3);
  private static final ModelInfo PAIR =
      Models.info(input("left", "float32", 0, 2), input("right", "float32", 0, 3));

  @TempDir Path folder;

  private static ModelInfo one(String name, String dtype, int vocabulary, Integer... shape) {
    return Models.info(input(name, dtype, vocabulary, shape));
  }

  private static InputInfo input(String name, String dtype, int vocabulary, Integer... shape) {
    return new InputInfo(name, dtype, List.of(shape), Preprocess.NONE, vocabulary);
  }

  @BeforeEach
  void files() throws IOException {
    for (String file : List.of("images/rgb.png", "images/cmyk.jpg", "images/rgb-jpeg.jpg")) {
      Files.copy(Resources.path(file), folder.resolve(Path.of(file).getFileName()));
    }
    for (String file : List.of("f4", "vector", "big-endian", "fortran", "complex", "record")) {
      Files.copy(Resources.path("npy/" + file + ".npy"), folder.resolve(file + ".npy"));
    }
    json("flat.json", "[1, 2.5, -3e-2]");
    json("batch.json", "[[1, 2, 3], [4, 5, 6]]");
    json("six.json", "[1, 2, 3, 4, 5, 6]");
    json("pair.json", "{\"left\": [1, 2], \"right\": [3, 4, 5]}");
    json("left.json", "[[1, 2], [3, 4]]");
    json("answer.json", "{\"shape\": [1, 3], \"data\": [1, \"NaN\", \"-Infinity\"]}");
  }

  @Test
  void truthValuesAreWordsOrNumbers() throws IOException {
    json("truths.json", "[[true, false, true], [0, 1, 1]]");
    json("two.json", "[true, 2, false]");
    expect(TRUTHS, OptionalInt.empty(), new float[][] {{1, 0, 1}, {0, 1, 1}}, "truths.json");
    UserError error =
        assertThrows(UserError.class, () -> read(TRUTHS, OptionalInt.empty(), "two.json"));
    assertEquals(ErrorCode.BB0626, error.code());
    for (float number :
        read(TRUTHS, OptionalInt.of(4), Synthetic.NAME).tensors().get("mask").data()) {
      assertTrue(number == 0 || number == 1, () -> "found " + number);
    }
  }

  @Test
  void wholeNumbersThatAreNoIdsMayBeBelowZero() throws IOException {
    json("below.json", "[-7, 7, -2147483648]");
    expect(WHOLE, OptionalInt.empty(), new float[][] {{-7, 7, -0x1p31f}}, "below.json");
  }

  private void json(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Inputs.Batch read(ModelInfo info, OptionalInt batch, String... specs) {
    List<String> resolved =
        Arrays.stream(specs)
            .map(spec -> {
              int equals = spec.indexOf('=') + 1;
              return spec.endsWith(Synthetic.NAME)
                  ? spec
                  : spec.substring(0, equals) + folder.resolve(spec.substring(equals));
            })
            .toList();
    return Inputs.read(info, resolved, batch);
  }

  private void expect(ModelInfo info, OptionalInt batch, float[][] rows, String... specs) {
    Inputs.Batch inputs = read(info, batch, specs);
    Tensor tensor = inputs.tensors().get(info.inputs().getFirst().name());
    assertEquals(rows.length, tensor.batch());
    assertEquals(rows.length, inputs.labels().size());
    for (int i = 0; i < rows.length; i++) {
      int size = rows[i].length;
      assertArrayEquals(rows[i], Arrays.copyOfRange(tensor.data(), i * size, (i + 1) * size));
    }
  }

  @Test
  void readsOneExampleAndBatches() {
    OptionalInt any = OptionalInt.empty();
    expect(ARRAY, any, new float[][] {{0, 1, 2}}, "vector.npy");
    expect(ARRAY, any, new float[][] {{0, 1, 2}, {3, 100, 5}}, "f4.npy");
    expect(ARRAY, any, new float[][] {{1, 2.5f, -0.03f}}, "flat.json");
    expect(ARRAY, any, new float[][] {{1, 2, 3}, {4, 5, 6}}, "batch.json");
    expect(ARRAY, any, new float[][] {{1, 2, 3}, {4, 5, 6}}, "six.json");
    expect(ARRAY, any, new float[][] {{1, Float.NaN, Float.NEGATIVE_INFINITY}}, "answer.json");
    expect(ARRAY, any, new float[][] {{0, 1, 2}, {1, 2, 3}, {4, 5, 6}}, "vector.npy", "x=six.json");
    expect(IDS, any, new float[][] {{1, 2, 3}, {4, 5, 6}}, "six.json");
    expect(PAIR, any, new float[][] {{1, 2}}, "pair.json");
    expect(PAIR, any, new float[][] {{1, 2}, {3, 4}}, "left=left.json", "right=six.json");
  }

  @Test
  void aFilesNameMayLookLikeAnInputs() throws IOException {
    json("foo=left.json", "[1, 2, 3]");
    expect(ARRAY, OptionalInt.empty(), new float[][] {{1, 2, 3}}, "x=foo=left.json");
    String file = folder.resolve("foo=left.json").toString();
    assertEquals(List.of(file), Inputs.read(ARRAY, List.of(file), OptionalInt.empty()).labels());
  }

  @Test
  void repeatsASingleExample() {
    float[] row = {0, 1, 2};
    expect(ARRAY, OptionalInt.of(3), new float[][] {row, row, row}, "vector.npy");
    expect(PAIR, OptionalInt.of(2), new float[][] {{1, 2}, {1, 2}}, "pair.json");
    expect(ARRAY, OptionalInt.of(2), new float[][] {{0, 1, 2}, {3, 100, 5}}, "f4.npy");
  }

  @Test
  void namesTheExamples() {
    Path npy = folder.resolve("f4.npy");
    assertEquals(
        List.of(npy + "[0]", npy + "[1]", folder.resolve("vector.npy").toString()),
        read(ARRAY, OptionalInt.empty(), "f4.npy", "vector.npy").labels());
    assertEquals(
        List.of("synthetic[0]", "synthetic[1]"),
        read(ARRAY, OptionalInt.of(2), "synthetic").labels());
  }

  @Test
  void readsImagesAsABatch() {
    Tensor images =
        read(IMAGE, OptionalInt.empty(), "rgb.png", "rgb-jpeg.jpg").tensors().get("image");
    assertArrayEquals(new int[] {2, 3, 9, 13}, images.shape());
  }

  @Test
  void everyMistakeHasItsError() throws IOException {
    StringBuilder text = new StringBuilder();
    mistakes()
        .forEach((name, run) -> {
          try {
            run.run();
            throw new AssertionError(name + " was read");
          } catch (UserError e) {
            String rendered = e.text().replace(folder.toString(), "DIR").replace("\0", "NUL");
            text.append("# ").append(name).append('\n').append(rendered).append('\n');
          }
        });
    Approved.check("input-mistakes.txt", text.toString());
  }

  private Map<String, Runnable> mistakes() throws IOException {
    OptionalInt any = OptionalInt.empty();
    byte[] png = Resources.bytes("images/rgb.png");
    byte[] jpeg = Resources.bytes("images/rgb-jpeg.jpg");
    byte[] npy = Resources.bytes("npy/f4.npy");
    Map<String, Runnable> cases = new LinkedHashMap<>();
    cases.put("missing file", () -> read(IMAGE, any, "rbg.png"));
    cases.put("missing folder", () -> read(IMAGE, any, "pictures/rgb.png"));
    cases.put("directory", () -> read(IMAGE, any, "."));
    cases.put("not a path", () -> Inputs.read(IMAGE, List.of("a\0b.png"), any));
    cases.put("unknown format", () -> read(IMAGE, any, written("photo.jpgg", "hello")));
    cases.put("no extension", () -> read(IMAGE, any, written("photo", "hello")));
    cases.put("empty image", () -> read(IMAGE, any, written("empty.png", "")));
    cases.put("cut PNG", () -> read(IMAGE, any, written("cut.png", cut(png, 200))));
    cases.put("cut JPEG", () -> read(IMAGE, any, written("cut.jpg", cut(jpeg, jpeg.length - 40))));
    cases.put("PNG header only", () -> read(IMAGE, any, written("head.png", cut(png, 20))));
    cases.put("huge PNG", () -> read(IMAGE, any, written("huge.png", huge(png))));
    cases.put("CMYK", () -> read(IMAGE, any, "cmyk.jpg"));
    cases.put("image for an array", () -> read(ARRAY, any, "rgb.png"));
    cases.put("image for token ids", () -> read(IDS, any, "rgb.png"));
    cases.put("not npy", () -> read(ARRAY, any, written("text.npy", "hello")));
    cases.put("npy of version 9", () -> read(ARRAY, any, written("v9.npy", with(npy, 6, 9))));
    cases.put("cut npy header", () -> read(ARRAY, any, written("cut1.npy", cut(npy, 50))));
    cases.put("cut npy numbers", () -> read(ARRAY, any, written("cut2.npy", cut(npy, 140))));
    cases.put(
        "npy with more bytes",
        () -> read(ARRAY, any, written("long.npy", Arrays.copyOf(npy, npy.length + 3))));
    cases.put("big-endian npy", () -> read(ARRAY, any, "big-endian.npy"));
    cases.put("Fortran npy", () -> read(ARRAY, any, "fortran.npy"));
    cases.put("complex npy", () -> read(ARRAY, any, "complex.npy"));
    cases.put("record npy", () -> read(ARRAY, any, "record.npy"));
    cases.put("npy of many dimensions", () -> read(ARRAY, any, written("deep.npy", deep(npy))));
    cases.put("not JSON", () -> read(ARRAY, any, written("a.json", "[1, 2,")));
    cases.put("JSON number", () -> read(ARRAY, any, written("b.json", "3")));
    cases.put("JSON text", () -> read(ARRAY, any, written("c.json", "[1, \"two\", 3]")));
    cases.put("JSON null", () -> read(ARRAY, any, written("d.json", "[1, null, 3]")));
    cases.put("JSON ragged", () -> read(ARRAY, any, written("e.json", "[[1, 2, 3], [4, 5]]")));
    cases.put("JSON depth", () -> read(ARRAY, any, written("f.json", "[[1, 2, 3], 4]")));
    cases.put(
        "JSON shape and data",
        () -> read(ARRAY, any, written("g.json", "{\"shape\": [2, 3], \"data\": [1, 2, 3]}")));
    cases.put(
        "JSON shape that overflows",
        () ->
            read(
                ARRAY,
                any,
                written("m.json", "{\"shape\": [65536, 65536, 65536, 65536, 0], \"data\": []}")));
    cases.put(
        "JSON shape of a list",
        () -> read(ARRAY, any, written("n.json", "{\"shape\": [[3]], \"data\": [1, 2, 3]}")));
    String zeros = "0,".repeat(2999) + "0";
    cases.put(
        "JSON of one long list among short ones",
        () -> read(ARRAY, any, written("o.json", "[[" + zeros + "]" + ",[]".repeat(2999) + "]")));
    cases.put(
        "JSON of a product that overflows",
        () ->
            read(
                ARRAY,
                any,
                written(
                    "p.json",
                    "[[[" + zeros + "]" + ",0".repeat(2999) + "]" + ",0".repeat(2999) + "]")));
    cases.put(
        "JSON with escapes",
        () -> read(ARRAY, any, written("q.json", "[\"\\u001b[31mRED\\u0007\"]")));
    cases.put(
        "JSON name with escapes",
        () -> read(ARRAY, any, written("r.json", "{\"\\u001b[2J\\n\":[1]}")));
    cases.put("PNG of too many bytes", () -> read(IMAGE, any, written("deep.png", deepPng(png))));
    cases.put(
        "PNG of more pixels than it can hold",
        () -> read(IMAGE, any, written("far.png", far(png))));
    cases.put("JPEG of many scans", () -> read(IMAGE, any, written("scans.jpg", scans(jpeg))));
    cases.put("wrong shape", () -> read(IMAGE, any, "f4.npy"));
    cases.put("wrong count", () -> read(ARRAY, any, written("h.json", "[1, 2, 3, 4]")));
    cases.put("no example", () -> read(ARRAY, any, written("i.json", "[]")));
    cases.put("which input", () -> read(PAIR, any, "left.json"));
    cases.put("missing input", () -> read(PAIR, any, "left=left.json"));
    cases.put("unknown input", () -> read(PAIR, any, written("j.json", "{\"lft\": [1, 2]}")));
    cases.put("unknown name", () -> Inputs.read(PAIR, List.of("foo=left.json"), any));
    cases.put("misspelt name", () -> Inputs.read(PAIR, List.of("lft=left.json"), any));
    cases.put("synthetic beside a file", () -> read(ARRAY, any, "x=synthetic", "vector.npy"));
    cases.put("batch differs", () -> read(ARRAY, OptionalInt.of(5), "f4.npy"));
    cases.put("batches differ", () -> read(PAIR, any, "left=left.json", "right=vector.npy"));
    cases.put("huge batch", () -> read(IMAGE, OptionalInt.of(1 << 30), "synthetic"));
    cases.put("token out of range", () -> read(IDS, any, written("k.json", "[1, 2, 10]")));
    cases.put("token not whole", () -> read(IDS, any, written("l.json", "[1, 2.5, 3]")));
    cases.put("no whole number", () -> read(WHOLE, any, written("s.json", "[-1, -2.5, 3]")));
    cases.put("too large", () -> read(WHOLE, any, written("t.json", "[-1, -2, 1e10]")));
    return cases;
  }

  private String written(String name, String text) {
    return written(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private String written(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
      return name;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, Math.min(length, bytes.length - 10));
  }

  private static byte[] with(byte[] bytes, int index, int value) {
    byte[] copy = bytes.clone();
    copy[index] = (byte) value;
    return copy;
  }

  /** An array of 20,000 dimensions, each of length 1. */
  private static byte[] deep(byte[] npy) {
    String dict =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1,".repeat(20_000) + "), }\n";
    byte[] file = Arrays.copyOf(npy, 12 + dict.length() + 4);
    file[6] = 2;
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(8, dict.length())
        .put(12, dict.getBytes(StandardCharsets.ISO_8859_1));
    return file;
  }

  /** Claims 9,999 by 9,999 pixels of 16 bits with transparency. */
  private static byte[] deepPng(byte[] png) {
    return with(with(far(png), 24, 16), 25, 6);
  }

  /** Claims 9,999 by 9,999 pixels. */
  private static byte[] far(byte[] png) {
    byte[] file = png.clone();
    ByteBuffer.wrap(file).putInt(16, 9_999).putInt(20, 9_999);
    return file;
  }

  /** Begins a scan a hundred times more. */
  private static byte[] scans(byte[] jpeg) {
    byte[] file = Arrays.copyOf(jpeg, jpeg.length + 200);
    for (int i = jpeg.length; i < file.length; i += 2) {
      file[i] = (byte) 0xFF;
      file[i + 1] = (byte) 0xDA;
    }
    return file;
  }

  /** Claims 2^24 by 2^24 pixels. */
  private static byte[] huge(byte[] png) {
    return with(with(png, 16, 1), 20, 1);
  }
}
