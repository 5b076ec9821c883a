package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ErrorCode;
import bb.runtime.Image;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.UserError;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Pictures as programs have them; what Pillow makes of them is in the goldens. */
class PicturesTest {
  private static final int JPEG_TOLERANCE = 3;

  /** Where colours are stored at half resolution, Pillow interpolates and the plug-in repeats. */
  private static final int WEBP_TOLERANCE = 16;

  private static final InputInfo COLOURS =
      new InputInfo("image", "float32", List.of(3, 4, 5), Preprocess.NONE);

  @TestFactory
  Stream<DynamicTest> a_picture_is_turned_as_its_camera_was_held() {
    return IntStream.rangeClosed(1, 8)
        .mapToObj(i -> "turned-" + i)
        .map(name ->
            DynamicTest.dynamicTest(
                name, () -> assertEquals(0, distance(name, ".png", InputFormat.PNG))));
  }

  @Test
  void so_is_a_jpeg() throws IOException {
    assertTrue(distance("turned-jpeg", ".jpg", InputFormat.JPEG) <= JPEG_TOLERANCE);
  }

  /** The largest difference of a sample, if size and channels are the same. */
  private static int distance(String name, String ending, InputFormat format) throws IOException {
    byte[] file = Resources.bytes("images/" + name + ending);
    Picture actual = ImageDecoder.decode(file, name, format);
    Picture golden = ResampleTest.picture(Resources.path("images/" + name + ".npy"));
    assertEquals(golden.width(), actual.width());
    assertEquals(golden.height(), actual.height());
    assertEquals(golden.channels(), actual.channels());
    int most = 0;
    for (int i = 0; i < golden.samples().length; i++) {
      most = Math.max(most, Math.abs((golden.samples()[i] & 0xFF) - (actual.samples()[i] & 0xFF)));
    }
    return most;
  }

  /** Whatever stands in the place of EXIF: a picture that is not turned, and no exception. */
  @Test
  void a_broken_orientation_is_none() throws IOException {
    byte[] png = Resources.bytes("images/turned-6.png");
    for (int cut = 0; cut < png.length; cut++) {
      byte[] broken = png.clone();
      broken[cut] = (byte) ~broken[cut];
      int turned = Orientation.of(broken, InputFormat.PNG);
      assertTrue(turned >= 1 && turned <= 8, () -> "turned " + turned);
      Orientation.of(java.util.Arrays.copyOf(png, cut), InputFormat.PNG);
      Orientation.of(java.util.Arrays.copyOf(png, cut), InputFormat.JPEG);
      Orientation.of(java.util.Arrays.copyOf(png, cut), InputFormat.WEBP);
    }
  }

  @TestFactory
  Stream<DynamicTest> letterboxes_orders_and_scales() throws Exception {
    JsonArray rules = JsonParser.array().from(Resources.text("preprocess/fits.json"));
    return rules.stream()
        .map(JsonObject.class::cast)
        .map(c -> DynamicTest.dynamicTest(c.getString("name"), () -> checkFit(c)));
  }

  private static void checkFit(JsonObject c) throws IOException {
    List<Float> mean = c.getArray("mean").stream().map(n -> ((Number) n).floatValue()).toList();
    Preprocess rule =
        new Preprocess(
            0,
            mean,
            List.of(),
            "bilinear",
            c.getInt("letterbox"),
            c.getBoolean("bgr"),
            c.getInt("scale"));
    List<Integer> shape = List.of(3, c.getInt("height"), c.getInt("width"));
    InputInfo input = new InputInfo("image", "float32", shape, rule);
    float[] actual = Image.of(Resources.bytes("preprocess/photo.png")).numbers(input);
    String golden = "preprocess/" + c.getString("name") + ".npy";
    assertArrayEquals(NpyInput.read(Resources.bytes(golden), golden).data(), actual);
  }

  @Test
  void a_picture_is_the_same_however_it_comes(@TempDir Path folder) throws IOException {
    byte[] file = Resources.bytes("images/rgb.png");
    float[] expected = Image.of(file).numbers(COLOURS);
    Path path = Files.write(folder.resolve("rgb.png"), file);
    assertArrayEquals(expected, Image.of(path).numbers(COLOURS));
    InputStream in = new ByteArrayInputStream(file);
    assertArrayEquals(expected, Image.of(in).numbers(COLOURS));
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(file));
    assertArrayEquals(expected, Image.of(decoded).numbers(COLOURS));
    for (int type :
        List.of(
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_INT_ARGB_PRE,
            BufferedImage.TYPE_INT_BGR,
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_4BYTE_ABGR)) {
      BufferedImage drawn = new BufferedImage(decoded.getWidth(), decoded.getHeight(), type);
      Graphics2D pen = drawn.createGraphics();
      pen.drawImage(decoded, 0, 0, null);
      pen.dispose();
      assertArrayEquals(expected, Image.of(drawn).numbers(COLOURS), "type " + type);
    }
    BufferedImage part = decoded.getSubimage(2, 3, 5, 4);
    BufferedImage copy = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
    copy.setRGB(0, 0, 5, 4, part.getRGB(0, 0, 5, 4, null, 0, 5), 0, 5);
    assertArrayEquals(Image.of(copy).numbers(COLOURS), Image.of(part).numbers(COLOURS));
  }

  @Test
  void what_is_no_picture_is_an_error(@TempDir Path folder) throws IOException {
    byte[] file = Resources.bytes("images/rgb.png");
    assertEquals(ErrorCode.BB0615, code(() -> Image.of(new byte[0]).numbers(COLOURS)));
    assertEquals(ErrorCode.BB0615, code(() -> Image.of(new byte[] {1, 2, 3}).numbers(COLOURS)));
    byte[] cut = java.util.Arrays.copyOf(file, file.length / 2);
    assertEquals(ErrorCode.BB0616, code(() -> Image.of(cut).numbers(COLOURS)));
    InputStream closed = Files.newInputStream(Files.write(folder.resolve("a.png"), file));
    closed.close();
    assertEquals(ErrorCode.BB0602, code(() -> Image.of(closed)));
    assertEquals(ErrorCode.BB0601, code(() -> Image.of(folder.resolve("none.png"))));
    InputInfo words = new InputInfo("words", "int32", List.of(4), Preprocess.NONE);
    assertEquals(ErrorCode.BB0618, code(() -> Image.of(file).numbers(words)));
    assertThrows(NullPointerException.class, () -> Image.of((byte[]) null));
    assertThrows(NullPointerException.class, () -> Image.of((Path) null));
    assertThrows(NullPointerException.class, () -> Image.of((InputStream) null));
    assertThrows(NullPointerException.class, () -> Image.of((BufferedImage) null));
  }

  private static ErrorCode code(Runnable mistake) {
    return assertThrows(UserError.class, mistake::run).code();
  }

  /** Which a reader meets where its listener throws it, too. */
  @Test
  void too_small_a_heap_is_no_broken_picture() throws IOException {
    Error full = new OutOfMemoryError("Java heap space");
    Runnable fills =
        () -> {
          throw full;
        };
    byte[] png = Resources.bytes("images/rgb.png");
    assertSame(
        full,
        assertThrows(
            OutOfMemoryError.class,
            () -> ImageDecoder.decode(png, "a.png", InputFormat.PNG, fills)));
    byte[] jpeg = Resources.bytes("images/turned-jpeg.jpg");
    assertSame(
        full,
        assertThrows(
            OutOfMemoryError.class,
            () -> ImageDecoder.decode(jpeg, "a.jpg", InputFormat.JPEG, fills)));
  }

  /** By a plug-in of ImageIO that stands on the path, TwelveMonkeys'. */
  @Test
  void a_webp_is_read_where_there_is_a_reader() throws IOException {
    assertEquals(0, distance("turned-webp", ".webp", InputFormat.WEBP));
    assertEquals(0, distance("alpha-webp", ".webp", InputFormat.WEBP));
    int most = distance("lossy-webp", ".webp", InputFormat.WEBP);
    assertTrue(most <= WEBP_TOLERANCE, () -> "differs by " + most);
    byte[] file = Resources.bytes("images/turned-webp.webp");
    byte[] cut = java.util.Arrays.copyOf(file, file.length / 2);
    assertEquals(ErrorCode.BB0616, code(() -> Image.of(cut).numbers(COLOURS)));
  }

  @Test
  void without_a_reader_it_says_which_to_add() throws IOException {
    byte[] file = Resources.bytes("images/turned-webp.webp");
    IIORegistry plugins = IIORegistry.getDefaultInstance();
    ImageReaderSpi plugin =
        ImageIO.getImageReadersByFormatName("webp").next().getOriginatingProvider();
    plugins.deregisterServiceProvider(plugin, ImageReaderSpi.class);
    try {
      UserError missing = assertThrows(UserError.class, () -> Image.of(file).numbers(COLOURS));
      assertEquals(ErrorCode.BB0617, missing.code());
      assertTrue(missing.text().contains("TwelveMonkeys' `imageio-webp`"), missing.text());
      assertTrue(missing.text().contains("`java -cp net.jar:plugin.jar`"), missing.text());
    } finally {
      plugins.registerServiceProvider(plugin, ImageReaderSpi.class);
    }
  }
}
