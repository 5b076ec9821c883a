package bb.fuzz;

import bb.model.SourceLoader;
import java.nio.charset.StandardCharsets;

/**
 * What Jazzer calls, by these names, with bytes that it has chosen for the branches they lead to.
 * Bytes that begin with a zero are choices of the {@link Mutator}; others are a text.
 */
public final class SourceFuzzer {
  private static final Mutator MUTATOR = new Mutator(Seeds.sources());

  private SourceFuzzer() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = text(bytes);
    try {
      SourceTarget.run(text, 1, SourceLoader.NONE);
    } catch (AssertionError e) {
      // Jazzer rewrites classes as they are loaded, which takes memory that is not the text's: once
      SourceTarget.run(text, 1, SourceLoader.NONE);
    }
  }

  private static String text(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == 0
        ? MUTATOR.mutate(new Bytes(bytes))
        : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Two bytes are one choice; when they are used up, the first is chosen. */
  private static final class Bytes implements Choices {
    private final byte[] bytes;
    private int at = 1;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int next(int bound) {
      int high = at < bytes.length ? bytes[at++] & 0xFF : 0;
      int low = at < bytes.length ? bytes[at++] & 0xFF : 0;
      return (high << 8 | low) % bound;
    }
  }
}
