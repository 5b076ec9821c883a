package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights wherever a program has them, and in 16 bits. */
class WeightsFromAnywhereTest {
  private static final float[] NUMBERS = {1, -2.5f, 1e-8f, 3.14159265f, 70_000, 1 / 3f};
  private static final float[] FEW = {0.1f, 0.2f};
  private static final List<Integer> SHAPE = List.of(2, 3);

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void write() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", new Tensor(new int[] {2, 3}, NUMBERS));
    tensors.put("b", new Tensor(new int[] {2}, FEW));
    file = folder.resolve("w.safetensors");
    Safetensors.write(file, tensors);
  }

  @Test
  void from_files_streams_and_channels() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    check(WeightSource.of(file));
    check(WeightSource.of(new ByteArrayInputStream(bytes), "memory"));
    try (FileChannel channel = FileChannel.open(file)) {
      check(WeightSource.of(channel, "channel"));
    }
    check(WeightSource.of(Channels.newChannel(new ByteArrayInputStream(bytes)), "channel"));
    InputStream closed = Files.newInputStream(file);
    closed.close();
    assertEquals(ErrorCode.BB0602, code(() -> WeightSource.of(closed, "closed")));
    InputStream cut = new ByteArrayInputStream(bytes, 0, 20);
    assertEquals(ErrorCode.BB0604, code(() -> WeightSource.of(cut, "cut")));
    assertEquals(ErrorCode.BB0601, code(() -> WeightSource.of(folder.resolve("none"))));
    assertThrows(NullPointerException.class, () -> WeightSource.of((Path) null));
    assertThrows(NullPointerException.class, () -> WeightSource.of((InputStream) null, "x"));
  }

  @Test
  void from_resources() {
    WeightSource types =
        WeightSource.resource(WeightsFromAnywhereTest.class, "/io/types.safetensors");
    assertArrayEquals(new float[] {0, 1, 2, 3, 100, 5}, types.read("float32", SHAPE));
    UserError missing =
        assertThrows(
            UserError.class, () -> WeightSource.resource(WeightsFromAnywhereTest.class, "none"));
    assertEquals(ErrorCode.BB0601, missing.code());
  }

  /** What is stored in a jar is read in its place, and what is packed in it is not. */
  @Test
  void from_jars() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Path jar = folder.resolve("a jar+%.jar");
    Files.write(jar, jar(bytes));
    URL inside = URI.create("jar:" + jar.toUri() + "!/com/acme/W.safetensors").toURL();
    assertTrue(JarEntry.find(inside).isPresent(), inside::toString);
    check(Weights.at(inside, "stored"));
    URL packed = URI.create("jar:" + jar.toUri() + "!/packed").toURL();
    assertTrue(JarEntry.find(packed).isEmpty(), packed::toString);
    check(Weights.at(packed, "packed"));
    URI none = URI.create("jar:" + jar.toUri() + "!/none");
    assertEquals(ErrorCode.BB0602, code(() -> Weights.at(none.toURL(), "none")));
  }

  /** Class loaders leave a {@code !} in a folder's name, at which Java ends that of the jar. */
  @Test
  void from_jars_in_folders_with_exclamation_marks() throws IOException {
    Path jar = Files.createDirectories(folder.resolve("a!/b!c")).resolve("net.jar");
    Files.write(jar, jar(Files.readAllBytes(file)));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      URL inside = loader.getResource("com/acme/W.safetensors");
      assertTrue(JarEntry.find(Resource.unambiguous(inside)).isPresent(), inside::toString);
      check(Weights.at(inside, "stored"));
      check(Weights.at(loader.getResource("packed"), "packed"));
    }
  }

  /** As programs of Spring Boot have it: a jar that is stored in another, under its URL. */
  @Test
  void from_jars_in_jars() throws IOException {
    Path outer = folder.resolve("an app+%.jar");
    Files.write(outer, jar(jar(Files.readAllBytes(file))));
    check(Weights.at(nested(outer, "com/acme/W.safetensors!/com/acme/W.safetensors"), "stored"));
    assertTrue(JarEntry.find(nested(outer, "com/acme/W.safetensors!/packed")).isEmpty());
    assertTrue(JarEntry.find(nested(outer, "packed!/com/acme/W.safetensors")).isEmpty());
    assertTrue(JarEntry.find(nested(outer, "com/acme/!/W.safetensors")).isEmpty());
  }

  /** Opened in no other way than by its name. */
  private static URL nested(Path jar, String inside) throws IOException {
    URI name = URI.create("jar:nested:" + jar.toUri().getRawPath() + "/!" + inside);
    return URL.of(
        name,
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL place) throws IOException {
            throw new IOException("not read where it lies: " + place);
          }
        });
  }

  /** A jar that holds bytes twice, stored and packed. */
  private static byte[] jar(byte[] bytes) throws IOException {
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(jar)) {
      out.putNextEntry(new ZipEntry("before.txt"));
      out.write(new byte[1000]);
      out.closeEntry();
      ZipEntry stored = new ZipEntry("com/acme/W.safetensors");
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(bytes.length);
      stored.setCrc(checksum.getValue());
      out.putNextEntry(stored);
      out.write(bytes);
      out.closeEntry();
      out.putNextEntry(new ZipEntry("packed"));
      out.write(bytes);
      out.closeEntry();
    }
    return jar.toByteArray();
  }

  /** Other tensors lie around it in the file. */
  private static void assertEndsWithItsTensor(
      WeightSource source, String name, List<Integer> shape) {
    int size = shape.stream().reduce(1, Math::multiplyExact);
    assertEquals(0, source.read(name, shape, size, 0).length);
    Class<IndexOutOfBoundsException> none = IndexOutOfBoundsException.class;
    assertThrows(none, () -> source.read(name, shape, -1, 2));
    assertThrows(none, () -> source.read(name, shape, size - 1, 2));
    assertThrows(none, () -> source.read(name, shape, 0, -1));
    assertThrows(none, () -> source.read(name, shape, Long.MAX_VALUE, 1));
  }

  @Test
  void no_source_reads_beyond_a_tensor() {
    assertEndsWithItsTensor(
        Weights.file(Resources.path("torch/views.pth")), "transposed", List.of(6, 4));
    assertEndsWithItsTensor(Synthetic.weights(), "fc.weight", SHAPE);
    WeightSource own =
        new WeightSource() {
          @Override
          public String description() {
            return "own";
          }

          @Override
          public Optional<Map<String, List<Integer>>> contents() {
            return Optional.empty();
          }

          @Override
          public float[] read(String name, List<Integer> shape) {
            return new float[shape.stream().reduce(1, Math::multiplyExact)];
          }
        };
    assertEndsWithItsTensor(own, "a", SHAPE);
  }

  private static void check(WeightSource source) {
    assertArrayEquals(NUMBERS, source.read("a", SHAPE));
    assertArrayEquals(new float[] {3.14159265f, 70_000}, source.read("a", SHAPE, 3, 2));
    assertEndsWithItsTensor(source, "a", SHAPE);
    assertArrayEquals(FEW, source.read("b", List.of(2)));
  }

  @Test
  void in_16_bits() throws IOException {
    TensorFile whole = Safetensors.open(file);
    TensorFile bf16 = narrowed(whole, Narrowing.BF16);
    float[] read = bf16.read("a", SHAPE);
    assertEquals("BF16", bf16.entries().get("a").type());
    assertEquals("F32", bf16.entries().get("b").type());
    assertArrayEquals(FEW, bf16.read("b", List.of(2)));
    for (int i = 0; i < read.length; i++) {
      assertEquals(NUMBERS[i], read[i], Math.abs(NUMBERS[i]) / 256);
    }
    Narrowing.Loss loss = Narrowing.BF16.loss(whole, whole.names().values());
    assertEquals("a", loss.tensor());
    assertEquals(loss.relative(), loss.most());
    assertTrue(loss.relative() > 0 && loss.relative() < 1 / 256f, loss::toString);
    assertEquals(List.of(), loss.kept());
  }

  /** 70,000 is no 16-bit float. */
  @Test
  void what_does_not_fit_stays() throws IOException {
    TensorFile whole = Safetensors.open(file);
    assertEquals(List.of("a"), Narrowing.F16.loss(whole, whole.names().values()).kept());
    TensorFile written = narrowed(whole, Narrowing.F16);
    assertEquals("F32", written.entries().get("a").type());
    check(written);
    Map<String, Tensor> small =
        Map.of("a", new Tensor(new int[] {1, 2}, new float[] {0.1f, 65504}));
    Safetensors.write(file, small);
    TensorFile halves = narrowed(Safetensors.open(file), Narrowing.F16);
    assertEquals("F16", halves.entries().get("a").type());
    float[] expected = {Float.float16ToFloat(Float.floatToFloat16(0.1f)), 65504};
    assertArrayEquals(expected, halves.read("a", List.of(1, 2)));
  }

  private static TensorFile narrowed(TensorFile file, Narrowing narrowing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.copyTo(out, file.names(), Map.of(), narrowing);
    return Safetensors.read(new ByteArrayInputStream(out.toByteArray()), "narrow");
  }

  /** To the nearest, of two equally near ones the even one; NaN stays NaN. */
  @Test
  void numbers_are_rounded_to_bf16() {
    assertEquals(0x3F80, Narrowing.BF16.narrow(Float.intBitsToFloat(0x3F808000)));
    assertEquals(0x3F82, Narrowing.BF16.narrow(Float.intBitsToFloat(0x3F818000)));
    assertEquals(0x3F81, Narrowing.BF16.narrow(Float.intBitsToFloat(0x3F808001)));
    assertEquals(0x7F80, Narrowing.BF16.narrow(Float.MAX_VALUE));
    float nan = Float.intBitsToFloat(0x7F800001);
    assertTrue(Float.isNaN(Float.intBitsToFloat(Narrowing.BF16.narrow(nan) << 16)));
  }

  private static ErrorCode code(org.junit.jupiter.api.function.Executable mistake) {
    return assertThrows(UserError.class, mistake).code();
  }
}
