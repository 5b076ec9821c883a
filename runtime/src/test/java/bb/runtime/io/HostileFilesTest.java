package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.UserError;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files made to harm: each is read or is a {@link UserError}, and takes no more memory than a file
 * of its size may. {@code -Dbb.hostile.tries=100000} makes more of them.
 */
class HostileFilesTest {
  private static final int TRIES = Integer.getInteger("bb.hostile.tries", 2000);
  private static final long SEED = Long.getLong("bb.hostile.seed", 1);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final InputInfo IMAGE =
      new InputInfo(
          "image",
          "float32",
          List.of(3, 8, 8),
          new Preprocess(10, List.of(), List.of(), "bilinear"));

  /** A valid file, how it is changed and read, and what that may allocate. */
  private enum Kind {
    WEIGHTS("types.safetensors", 400) {
      @Override
      byte[] changed(Mutation mutation, byte[] file) {
        return mutation.safetensors(file);
      }

      @Override
      void read(byte[] bytes) throws IOException {
        TensorFile file = Safetensors.read(new ByteArrayInputStream(bytes), name);
        file.contents().orElseThrow().forEach(file::read);
      }
    },
    TORCH("torch/views.pth", 800) {
      @Override
      byte[] changed(Mutation mutation, byte[] file) {
        return mutation.torch(file);
      }

      @Override
      void read(byte[] bytes) {
        TensorFile file = Weights.single(name, new Bytes.Held(bytes));
        file.entries()
            .forEach((tensor, entry) -> {
              // what is spread over more numbers than there are may be of any size
              if (entry.count() < bytes.length) {
                file.read(tensor, entry.shape());
              }
            });
      }
    },
    NPY("npy/f4.npy", 400) {
      @Override
      byte[] changed(Mutation mutation, byte[] file) {
        return mutation.npy(file);
      }

      @Override
      void read(byte[] bytes) {
        NpyInput.read(bytes, name);
      }
    },
    JSON("json", 600) {
      @Override
      byte[] file() {
        return "{\"a\": [[1, 2.5e3], [-3, 4]], \"b\": {\"shape\": [1, 2], \"data\": [\"NaN\", 0]}}"
            .getBytes(StandardCharsets.UTF_8);
      }

      @Override
      byte[] changed(Mutation mutation, byte[] file) {
        return mutation
            .text(new String(file, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
      }

      @Override
      void read(byte[] bytes) {
        JsonInput.read(bytes, name);
      }
    },
    PNG("images/rgb.png", 500),
    PALETTE("images/palette-transparent.png", 500),
    GREY16("images/grey16.png", 500),
    JPEG("images/rgb-jpeg.jpg", 0, 400_000_000) {
      @Override
      byte[] changed(Mutation mutation, byte[] file) {
        return mutation.jpeg(file);
      }

      @Override
      void read(byte[] bytes) {
        ImageInput.read(ImageDecoder.decode(bytes, name, InputFormat.JPEG), name, IMAGE);
      }
    };

    final String name;
    private final long perByte;
    private final long base;

    Kind(String name, long perByte) {
      this(name, perByte, 16_000_000);
    }

    Kind(String name, long perByte, long base) {
      this.name = name;
      this.perByte = perByte;
      this.base = base;
    }

    byte[] file() throws IOException {
      return Resources.bytes(name);
    }

    byte[] changed(Mutation mutation, byte[] file) {
      return mutation.png(file);
    }

    void read(byte[] bytes) throws IOException {
      ImageInput.read(ImageDecoder.decode(bytes, name, InputFormat.PNG), name, IMAGE);
    }

    long budget(byte[] bytes) {
      return base + perByte * bytes.length;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isReadOrAnErrorWithinItsMeans(Kind kind) throws IOException {
    byte[] file = kind.file();
    for (int i = 0; i < TRIES; i++) {
      long seed = SEED + i;
      Mutation mutation = new Mutation(new Random(seed));
      byte[] bytes = kind.changed(mutation, file);
      if (i % 4 == 0) {
        bytes = mutation.bytes(bytes);
      }
      try {
        long allocated = allocated(kind, bytes);
        assertTrue(
            allocated <= kind.budget(bytes),
            kind + " " + seed + ": " + allocated + " of " + bytes.length);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(kind + " with -Dbb.hostile.seed=" + seed, e);
      }
    }
  }

  private static long allocated(Kind kind, byte[] bytes) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      kind.read(bytes);
    } catch (UserError e) {
      assertTrue(e.text().length() < 10_000, e.text());
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
