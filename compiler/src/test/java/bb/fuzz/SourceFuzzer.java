package bb.fuzz;

import bb.model.SourceLoader;
import java.nio.charset.StandardCharsets;

/**
 * What Jazzer calls, by these names, with bytes that it has chosen for the branches they lead to.
 * Bytes that begin with a zero are choices of the {@link Mutator}; others are a text.
 */
public final class SourceFuzzer {
  private static final int WARM = 200;
  private static final Mutator MUTATOR = new Mutator(Seeds.sources());

  private SourceFuzzer() {}

  /** Loads classes, which Jazzer rewrites as they are loaded: no input's bytes. */
  public static void fuzzerInitialize() {
    for (String source : Seeds.sources().stream().limit(WARM).toList()) {
      warm(source);
      // what is said of mistakes has classes of its own
      warm(source.substring(source.length() / 2));
      warm(new StringBuilder(source).reverse().toString());
    }
  }

  private static void warm(String source) {
    try {
      fuzzerTestOneInput(source.getBytes(StandardCharsets.UTF_8));
    } catch (AssertionError e) {
      // of the allowance; what else is wrong with a seed, FuzzTest says
    }
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    SourceTarget.run(text(bytes), 1, SourceLoader.NONE);
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
