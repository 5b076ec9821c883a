package bb.runtime.cpu;

import bb.runtime.VectorModule;

/** Which form of the kernels this virtual machine can run. */
public final class Lanes {
  private static final boolean AVAILABLE = isAvailable();

  private Lanes() {}

  /** Whether vector kernels can be loaded; the first time that they cannot, this is said. */
  public static boolean available() {
    return AVAILABLE;
  }

  private static boolean isAvailable() {
    boolean loaded = VectorModule.load();
    if (!loaded) {
      System.err.println(
          "note: running without vector instructions, which is about ten times slower; "
              + "start java with --add-modules jdk.incubator.vector");
    }
    return loaded;
  }

  static RowKernels rowKernels() {
    return AVAILABLE ? new VectorRows() : new ScalarRows();
  }
}
