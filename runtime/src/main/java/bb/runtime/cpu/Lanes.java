package bb.runtime.cpu;

/** Whether this virtual machine has the vector module. */
public final class Lanes {
  private static final boolean AVAILABLE = isAvailable();

  private Lanes() {}

  /**
   * Whether vector kernels can be loaded. The first time that they cannot, this is said on the
   * console, as the difference is tenfold.
   */
  public static boolean available() {
    return AVAILABLE;
  }

  private static boolean isAvailable() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    if (!present) {
      System.err.println(
          "note: running without vector instructions, about ten times slower; "
              + "start java with --add-modules jdk.incubator.vector");
    }
    return present;
  }

  static RowKernels rowKernels() {
    return AVAILABLE ? new VectorRows() : new ScalarRows();
  }
}
