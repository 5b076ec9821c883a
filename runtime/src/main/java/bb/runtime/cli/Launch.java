package bb.runtime.cli;

/**
 * Where a compiled network's jar starts. The one class that is compiled for Java 8, so that an
 * older Java says what it lacks instead of failing to load the rest.
 */
public final class Launch {
  private static final int REQUIRED = 21;

  private Launch() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    double version = Double.parseDouble(System.getProperty("java.specification.version"));
    if (version < REQUIRED) {
      System.err.println(
          "error: this network needs Java "
              + REQUIRED
              + " or newer, and this is Java "
              + System.getProperty("java.version")
              + " in "
              + System.getProperty("java.home"));
      System.err.println("  help: run it with the `java` of a newer installation");
      System.exit(1);
    }
    // not a literal: in a compiled jar both classes lie in another package
    String name = Launch.class.getName();
    Class.forName(name.substring(0, name.lastIndexOf('.') + 1) + "JarMain")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }
}
