package bb.runtime;

import java.util.Objects;

/** The version of bb, the same for compiler and runtime. */
public final class Version {
  public static final String TEXT = "0.1.0";

  private Version() {}

  /**
   * Refuses to run a network with another runtime than it was compiled for, as generated code calls
   * what changes from version to version.
   *
   * @throws IllegalStateException if it is another
   */
  public static void require(String compiled) {
    if (!Objects.requireNonNull(compiled, "compiled").equals(TEXT)) {
      throw new IllegalStateException(
          "the network was compiled for bb-runtime " + compiled + ", and this is " + TEXT);
    }
  }
}
