package bb.runtime;

/**
 * Makes the JDK's Vector API usable. It is an incubator module, which the Java virtual machine
 * resolves only when {@code --add-modules jdk.incubator.vector} asks for it, and then with a
 * warning at every start. A program that was started without it can still load the module, the way
 * the JDK loads its own management agent, if {@code jdk.internal.module} is exported to it: by the
 * {@code Add-Exports} line of a jar's manifest, or by {@code --add-exports}. The virtual machine
 * turns its vector intrinsics on when the module is defined, so nothing is lost by being late.
 */
public final class VectorModule {
  public static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /**
   * Loads the module unless it is there already. Classes that use the Vector API must not be
   * touched before this.
   *
   * @return whether the Vector API can be used
   */
  public static boolean load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return true;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
