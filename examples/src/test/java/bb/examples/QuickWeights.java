package bb.examples;

import bb.importing.read.DataFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * The data file of a model, of which nothing is written but as much as its largest tensor takes:
 * tensors are parts of it that begin at other places, so that no two are equal. What a network is
 * recognised by does not depend on such numbers, which are from a half to one and a half.
 */
final class QuickWeights {
  /** A prime number of floats: no part of a tensor repeats another. */
  private static final int BLOCK = 4 * 262_147;

  /** As many bytes apart tensors begin, and as many such places there are. */
  private static final int STEP = 4 * 257;

  private static final int PLACES = 1 << 15;

  private QuickWeights() {}

  /**
   * @param largest the bytes of the largest tensor that the model asks for
   */
  static DataFiles upTo(long largest, Path folder) throws IOException {
    Path file = folder.resolve("numbers");
    ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(1);
    while (block.hasRemaining()) {
      block.putFloat(0.5f + random.nextFloat());
    }
    try (OutputStream stream = Files.newOutputStream(file)) {
      for (long size = 0; size < largest + (long) STEP * PLACES; size += BLOCK) {
        stream.write(block.array());
      }
    }
    Map<Long, Integer> places = new HashMap<>();
    return (_, offset, length) -> {
      int place = places.computeIfAbsent(offset, _ -> places.size()) % PLACES;
      return RoundTrip.mapped(file, (long) place * STEP, length);
    };
  }
}
