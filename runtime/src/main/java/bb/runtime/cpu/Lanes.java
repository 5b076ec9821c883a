package bb.runtime.cpu;

import bb.runtime.VectorModule;
import java.lang.module.ModuleFinder;

/** Which form of the kernels this virtual machine can run. */
public final class Lanes {
  /** {@code -Dbb.scalar=true} runs the plain Java kernels where vectors could be had. */
  public static final String SCALAR = "bb.scalar";

  /** Set when somebody has been told that there are no vectors. */
  private static final String SAID = "bb.scalar.said";

  private Lanes() {}

  /** Whether to use the vector kernels; if the machine cannot, this is said once. */
  public static boolean available() {
    return !Boolean.getBoolean(SCALAR) && Machine.HAS_VECTORS;
  }

  static RowKernels rowKernels() {
    return available() ? new VectorRows() : new ScalarRows();
  }

  static SequenceKernels sequenceKernels() {
    return available() ? new VectorSequences() : new ScalarSequences();
  }

  /** The module is looked for when this class is first used. */
  private static final class Machine {
    static final boolean HAS_VECTORS = hasVectors();

    private static boolean hasVectors() {
      boolean loaded = VectorModule.load();
      if (!loaded) {
        note(
            ModuleFinder.ofSystem().find(VectorModule.NAME).isPresent()
                ? "start Java with --add-modules " + VectorModule.NAME
                : "this Java has no module " + VectorModule.NAME);
      } else if (!Fma.FAST) {
        note("this Java does not use the processor's fused multiply-adds (-XX:+UseFMA)");
      }
      return loaded && Fma.FAST;
    }

    /** Once in a process, although each compiled jar has a class like this of its own. */
    private static void note(String why) {
      if (System.getProperties().putIfAbsent(SAID, "true") == null) {
        System.err.println(
            "note: networks run without vectors, which is about ten times slower: " + why);
      }
    }
  }
}
