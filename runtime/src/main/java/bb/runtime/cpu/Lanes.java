package bb.runtime.cpu;

import bb.runtime.VectorModule;

/** Which form of the kernels this virtual machine can run. */
public final class Lanes {
  /** {@code -Dbb.scalar=true} runs the plain Java kernels where vectors could be had. */
  public static final String SCALAR = "bb.scalar";

  private Lanes() {}

  /** Whether to use the vector kernels; the first time that they cannot be loaded, this is said. */
  public static boolean available() {
    return !Boolean.getBoolean(SCALAR) && Fma.FAST && Module.LOADED;
  }

  static RowKernels rowKernels() {
    return available() ? new VectorRows() : new ScalarRows();
  }

  static SequenceKernels sequenceKernels() {
    return available() ? new VectorSequences() : new ScalarSequences();
  }

  /** The module is looked for when this class is first used. */
  private static final class Module {
    static final boolean LOADED = load();

    private static boolean load() {
      boolean loaded = VectorModule.load();
      if (!loaded) {
        System.err.println(
            "note: running without vector instructions, which is about ten times slower; "
                + "start java with --add-modules jdk.incubator.vector");
      }
      return loaded;
    }
  }
}
