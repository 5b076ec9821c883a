package bb.runtime.cpu;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import bb.runtime.VectorModule;
import java.lang.module.ModuleFinder;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;

/** Which form of the kernels this virtual machine can run, and which was asked for. */
public final class Lanes {
  /** {@code -Dbb.scalar=true} runs the plain Java kernels where vectors could be had. */
  public static final String SCALAR = "bb.scalar";

  /**
   * {@code -Dbb.vector.bits=128}, {@code 256} or {@code 512} is how long vectors are, instead of as
   * long as the machine's. It counts once, when the first model is loaded.
   */
  public static final String BITS = "bb.vector.bits";

  /** {@code -Dbb.require.vector=true} makes an error of it that there are no vectors. */
  public static final String REQUIRE = "bb.require.vector";

  /** Set when somebody has been told that there are no vectors. */
  private static final String SAID = "bb.scalar.said";

  /** Kernels have tiles for these. */
  private static final int SHORTEST_BITS = 128;

  private static final int LONGEST_BITS = Float.SIZE * RowKernels.OVERHANG;

  private static final ScalarKernel PLAIN_SUM = (tile, rows) -> {};

  private Lanes() {}

  /**
   * Whether to use the vector kernels; if the machine cannot, this is said once.
   *
   * @throws UserError if {@link #REQUIRE} or {@link #BITS} asks for vectors that the machine has
   *     not
   */
  public static boolean available() {
    Optional<String> lack = lack();
    if (lack.isEmpty()) {
      return vectorBits() > 0;
    }
    boolean meant = Boolean.getBoolean(SCALAR);
    if (Boolean.getBoolean(REQUIRE) || !meant && System.getProperty(BITS) != null) {
      throw without(lack.get());
    }
    if (!meant) {
      note(lack.get());
    }
    return false;
  }

  /**
   * Asks for the vector kernels.
   *
   * @throws UserError if there are none
   */
  public static void require() {
    lack()
        .ifPresent(why -> {
          throw without(why);
        });
  }

  /** Why there are no vectors. */
  private static Optional<String> lack() {
    return Boolean.getBoolean(SCALAR)
        ? Optional.of("`-D" + SCALAR + "` leaves them out")
        : Machine.LACK;
  }

  static UserError without(String why) {
    return new UserError(ErrorCode.BB0651, "there are no vectors to compute with")
        .note(why)
        .help("do not ask for them, and the answers are the same, several times slower");
  }

  /** Once in a process, although each compiled jar has a class like this of its own. */
  private static void note(String why) {
    if (System.getProperties().putIfAbsent(SAID, "true") == null) {
      System.err.println(
          "note: networks run without vectors, which is several times slower: " + why);
    }
  }

  /** The plain sum of products, which every network has: deep products are added up with it. */
  public static GemmKernel sum() {
    return available() ? new VectorSum() : PLAIN_SUM;
  }

  static RowKernels rowKernels() {
    return available() ? new VectorRows() : new ScalarRows();
  }

  static TileSums tileSums() {
    return available() ? new VectorTileSums() : new ScalarTileSums();
  }

  static WinogradKernels winogradKernels(WinogradSize size) {
    return switch (size) {
      case F2 -> available() ? new VectorWinograd2() : new ScalarWinograd2();
      case F4 -> available() ? new VectorWinograd4() : new ScalarWinograd4();
    };
  }

  /** Of the same form as {@code rows}: a model keeps to the form that it was loaded with. */
  static SequenceKernels sequenceKernels(RowKernels rows) {
    return rows.vectorBits() > 0 ? new VectorSequences() : new ScalarSequences();
  }

  /** As {@link #sequenceKernels}. */
  static CellKernels cellKernels(RowKernels rows) {
    return rows.vectorBits() > 0 ? new VectorCells() : new ScalarCells();
  }

  /** How long the vectors are that all kernels use, where there are any. */
  static int vectorBits() {
    return Longest.WANTED == null ? Longest.BITS : vectorBits(Longest.WANTED, Longest.BITS);
  }

  /**
   * @param wanted what was asked for
   * @param longest bits of the longest vectors that there are
   */
  static int vectorBits(String wanted, int longest) {
    int[] there =
        IntStream.iterate(SHORTEST_BITS, bits -> bits <= longest, bits -> 2 * bits).toArray();
    return IntStream.of(there)
        .filter(bits -> String.valueOf(bits).equals(wanted))
        .findFirst()
        .orElseThrow(() -> {
          String all =
              IntStream.of(there).mapToObj(String::valueOf).collect(Collectors.joining(", "));
          return new UserError(
                  ErrorCode.BB0650, "this machine has no vectors of `" + wanted + "` bits")
              .note("it has those of `" + all + "`")
              .help("leave out `-D" + BITS + "`, and they are as long as they can be");
        });
  }

  /** Of a machine that has vectors: to be loaded only then. */
  private static final class Longest {
    static final String WANTED = System.getProperty(Lanes.BITS);
    static final int BITS = Math.min(LONGEST_BITS, FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }

  /** The module is looked for when this class is first used. */
  private static final class Machine {
    static final Optional<String> LACK = lack();

    private static Optional<String> lack() {
      if (!VectorModule.load()) {
        return Optional.of(
            ModuleFinder.ofSystem().find(VectorModule.NAME).isPresent()
                ? "start Java with --add-modules " + VectorModule.NAME
                : "this Java has no module " + VectorModule.NAME);
      }
      return Fma.FAST
          ? Optional.empty()
          : Optional.of("this Java does not use the processor's fused multiply-adds (-XX:+UseFMA)");
    }
  }
}
