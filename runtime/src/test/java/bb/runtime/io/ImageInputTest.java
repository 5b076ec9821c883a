package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.Tensor;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ImageInputTest {
  /** How far two JPEG decoders may lie apart. */
  private static final int JPEG_TOLERANCE = 2;

  /** Each kind of image decodes to the samples that Pillow sees. */
  @TestFactory
  Stream<DynamicTest> decodes() {
    return Stream.of(
            "rgb.png",
            "grey.png",
            "rgba.png",
            "grey-alpha.png",
            "palette.png",
            "palette-transparent.png",
            "bits.png",
            "grey16.png",
            "rgb16.png",
            "rgb-jpeg.jpg",
            "grey-jpeg.jpg")
        .map(name -> DynamicTest.dynamicTest(name, () -> checkDecoding(name)));
  }

  private static void checkDecoding(String name) throws IOException {
    String stem = name.substring(0, name.lastIndexOf('.'));
    boolean jpeg = name.endsWith(".jpg");
    Picture actual =
        ImageDecoder.decode(
            Resources.bytes("images/" + name), name, jpeg ? InputFormat.JPEG : InputFormat.PNG);
    Picture golden = ResampleTest.picture(Resources.path("images/" + stem + ".npy"));
    // the reader gives bits as a palette, which is colour to it
    Picture expected = golden.withChannels(actual.channels());
    assertEquals(expected.width(), actual.width());
    assertEquals(expected.height(), actual.height());
    int tolerance = jpeg ? JPEG_TOLERANCE : 0;
    for (int i = 0; i < expected.samples().length; i++) {
      int difference = (expected.samples()[i] & 0xFF) - (actual.samples()[i] & 0xFF);
      assertTrue(Math.abs(difference) <= tolerance, "sample " + i + " differs by " + difference);
    }
  }

  /** Resize, crop, luma and normalisation as torchvision's transforms do them. */
  @TestFactory
  Stream<DynamicTest> preprocesses() throws Exception {
    JsonArray cases = JsonParser.array().from(Resources.text("preprocess/cases.json"));
    return cases.stream()
        .map(JsonObject.class::cast)
        .map(c -> DynamicTest.dynamicTest(c.getString("name"), () -> checkPipeline(c)));
  }

  private static void checkPipeline(JsonObject c) throws IOException {
    Preprocess rule =
        new Preprocess(
            c.getInt("resize"),
            floats(c.getArray("mean")),
            floats(c.getArray("std")),
            c.getString("interpolation"));
    List<Integer> shape = List.of(c.getInt("channels"), c.getInt("height"), c.getInt("width"));
    InputInfo input = new InputInfo("image", "float32", shape, rule);
    byte[] photo = Resources.bytes("preprocess/photo.png");
    Tensor actual =
        ImageInput.read(
            ImageDecoder.decode(photo, "photo.png", InputFormat.PNG), "photo.png", input);
    String golden = "preprocess/" + c.getString("name") + ".npy";
    assertArrayEquals(NpyInput.read(Resources.bytes(golden), golden).data(), actual.data());
  }

  private static List<Float> floats(JsonArray array) {
    return array.stream().map(n -> ((Number) n).floatValue()).toList();
  }
}
