package bb.runtime;

/** The version of bb, the same for compiler and runtime. */
public final class Version {
  public static final String TEXT = "0.1.0";

  private Version() {}
}
