package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, it is read or there is a {@link UserError}; nothing else is thrown. */
class AnyBytesTest {
  private static final List<String> FILES =
      List.of(
          "types.safetensors",
          "torch/views.pth",
          "torch/training.pth",
          "npy/f4.npy",
          "npy/version2.npy",
          "images/rgb.png",
          "images/palette-transparent.png",
          "images/grey16.png",
          "images/rgb-jpeg.jpg",
          "images/cmyk.jpg",
          "json");

  private static final byte[] JSON =
      "{\"a\": [[1, 2.5e3], [-3, 4]], \"b\": {\"shape\": [1, 2], \"data\": [\"NaN\", 0]}}"
          .getBytes(StandardCharsets.UTF_8);

  /** A small change of a file. */
  private record Edit(int place, int removed, byte[] inserted) {
    byte[] apply(byte[] bytes) {
      int from = Math.floorMod(place, bytes.length + 1);
      int to = Math.min(from + removed, bytes.length);
      byte[] edited = Arrays.copyOf(bytes, from + inserted.length + bytes.length - to);
      System.arraycopy(inserted, 0, edited, from, inserted.length);
      System.arraycopy(bytes, to, edited, from + inserted.length, bytes.length - to);
      return edited;
    }
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    return Combinators.combine(
            // most of what matters lies at the front
            Arbitraries.oneOf(Arbitraries.integers().between(0, 200), Arbitraries.integers()),
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 4)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(5, 5000))),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(4))
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(FILES);
  }

  @Property(tries = 3000)
  void editedFiles(@ForAll("files") String file, @ForAll("edits") List<Edit> edits)
      throws IOException {
    byte[] bytes = file.equals("json") ? JSON : Resources.bytes(file);
    for (Edit edit : edits) {
      bytes = edit.apply(bytes);
    }
    readAs(file, bytes);
  }

  @Property(tries = 500)
  void randomBytes(@ForAll("files") String file, @ForAll byte[] bytes) {
    readAs(file, bytes);
  }

  @Property(tries = 500)
  void randomHeaders(@ForAll String header, @ForAll byte[] data) {
    byte[] file = SafetensorsTest.file(header, data.length);
    readAs("types.safetensors", file);
    readAs("json", header.getBytes(StandardCharsets.UTF_8));
  }

  private static void readAs(String file, byte[] bytes) {
    try {
      switch (file.substring(file.lastIndexOf('.') + 1)) {
        case "safetensors" -> readAll(bytes);
        case "pth" -> readAll(Weights.single("net", new Bytes.Held(bytes)));
        case "npy" -> NpyInput.read(bytes, file);
        case "png" -> ImageDecoder.decode(bytes, file, InputFormat.PNG);
        case "jpg" -> ImageDecoder.decode(bytes, file, InputFormat.JPEG);
        case "json" -> JsonInput.read(bytes, file);
        default -> throw new AssertionError(file);
      }
    } catch (UserError e) {
      assertFalse(e.getMessage().isBlank());
    }
  }

  private static void readAll(byte[] bytes) {
    try {
      readAll(Safetensors.read(new ByteArrayInputStream(bytes), "net"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void readAll(TensorFile file) {
    file.contents().orElseThrow().forEach((name, shape) -> file.read(name, shape, 0, 0));
    file.entries()
        .forEach((name, entry) -> {
          if (entry.count() < 10_000) {
            file.read(name, entry.shape());
          }
        });
  }

  @Provide
  Arbitrary<Map<String, Tensor>> tensors() {
    Arbitrary<Tensor> tensor =
        Arbitraries.integers()
            .between(0, 4)
            .list()
            .ofMaxSize(4)
            .flatMap(dims -> {
              int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
              int count = IntStream.of(shape).reduce(1, (a, b) -> a * b);
              return Arbitraries.floats()
                  .array(float[].class)
                  .ofSize(count)
                  .map(data -> new Tensor(shape, data));
            });
    return Arbitraries.maps(
            Arbitraries.strings().filter(name -> !name.equals("__metadata__") && isText(name)),
            tensor)
        .ofMaxSize(5)
        .map(LinkedHashMap::new);
  }

  /** Lone surrogates cannot be written as UTF-8. */
  private static boolean isText(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadBack(@ForAll("tensors") Map<String, Tensor> tensors) throws IOException {
    Path path = Files.createTempFile("bb", ".safetensors");
    try {
      Safetensors.write(path, tensors);
      TensorFile file = Safetensors.open(path);
      Map<String, List<Integer>> contents = file.contents().orElseThrow();
      assertEquals(List.copyOf(tensors.keySet()), List.copyOf(contents.keySet()));
      tensors.forEach(
          (name, tensor) -> assertArrayEquals(tensor.data(), file.read(name, contents.get(name))));
    } finally {
      Files.delete(path);
    }
  }
}
