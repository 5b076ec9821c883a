package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.runtime.Approved;
import bb.runtime.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote ({@code src/test/python/torch_files.py}). */
final class TorchFileTest {
  private static TensorFile open(String name) {
    return Weights.file(Resources.path("torch/" + name));
  }

  @Test
  void readsEveryTypeAndView() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("types.pth", "views.pth")) {
      TensorFile file = open(name);
      file.contents()
          .orElseThrow()
          .forEach((tensor, shape) ->
              text.append(tensor)
                  .append(' ')
                  .append(file.entries().get(tensor).type())
                  .append(' ')
                  .append(shape)
                  .append(' ')
                  .append(Arrays.toString(file.read(tensor, shape)))
                  .append('\n'));
    }
    Approved.check("torch-files.txt", text.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"module.pth", "training.pth", "wrapped.bin", "generator.pth", "protocol4.pt"})
  void findsTheStateDictionary(String name) {
    assertEquals(
        Map.of(
            "0.weight", List.of(2, 1, 3, 3),
            "0.bias", List.of(2),
            "1.weight", List.of(2),
            "1.bias", List.of(2),
            "1.running_mean", List.of(2),
            "1.running_var", List.of(2),
            "1.num_batches_tracked", List.of(),
            "3.weight", List.of(3, 2),
            "3.bias", List.of(3)),
        open(name).contents().orElseThrow());
  }

  @Test
  void readsAPartOfAView() {
    TensorFile file = open("views.pth");
    assertArrayEquals(new float[] {13, 19, 2, 8, 14}, file.read("transposed", List.of(6, 4), 6, 5));
    assertArrayEquals(new float[] {5, 5}, file.read("expanded", List.of(4), 1, 2));
  }

  @Test
  void writesViewsInOrder() throws IOException {
    TensorFile file = open("views.pth");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.copyTo(out, file.names(), Map.of());
    TensorFile copy = Safetensors.read(new ByteArrayInputStream(out.toByteArray()), "copy");
    assertEquals(file.contents(), copy.contents());
    file.contents()
        .orElseThrow()
        .forEach((name, shape) ->
            assertArrayEquals(file.read(name, shape), copy.read(name, shape), name));
  }

  @Test
  void saysWhatItCannotRead() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name :
        List.of(
            "old.pth",
            "script.pt",
            "whole-module.pt",
            "float8.pth",
            "complex.pth",
            "quantized.pth",
            "sparse.pth",
            "list.pth",
            "no-tensors.pth")) {
      UserError error = assertThrows(UserError.class, () -> open(name), name);
      text.append(error.text().replace(Resources.path("torch").toString() + "/", ""));
    }
    Approved.check("torch-refusals.txt", text.toString());
  }
}
