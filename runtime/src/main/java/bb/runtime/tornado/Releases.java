package bb.runtime.tornado;

import java.util.List;
import java.util.Optional;

/**
 * All that differs between releases of TornadoVM. Emitted code names no constant of TornadoVM's
 * enumeration of backends, so that it compiles against each release and runs on the others: 5.2 has
 * PTX and SPIR-V, and 6.0 has neither.
 */
public final class Releases {
  /** Whether emitted code has met a release. */
  public enum Tried {
    /** Networks have run on it. */
    RUN,
    /** It was compiled against the names that the release has, and has not run. */
    COMPILED,
    /** Nobody has tried. */
    UNTRIED
  }

  /**
   * A kind of driver.
   *
   * @param id the name that TornadoVM's enumeration and its modules have, in lower case
   * @param text what people call it
   * @param listsHalves whether a device says of itself that it has floats of 16 bits; else all have
   * @param recordsGraphs whether the driver can record tasks and replay them in one call
   * @param libraries whether tasks may be those of vendors' libraries
   */
  public record Backend(
      String id, String text, boolean listsHalves, boolean recordsGraphs, boolean libraries) {}

  /** Those of all releases from 5.2 on. */
  static final List<Backend> BACKENDS =
      List.of(
          new Backend("opencl", "OpenCL", true, false, false),
          new Backend("ptx", "PTX", false, true, false),
          new Backend("cuda", "CUDA", false, true, true),
          new Backend("spirv", "SPIR-V", true, false, false),
          new Backend("metal", "Metal", false, false, false));

  /** Where the classes of the compiler inside TornadoVM lie: 6.0 has a copy under its own name. */
  static final List<String> COMPILERS =
      List.of("jdk.graal.compiler.", "org.graalvm.compiler.", "tornado.graal.compiler.");

  private Releases() {}

  /**
   * The backend of a name, in upper or lower case. One of a later release is taken for one that can
   * do nothing but compute.
   */
  public static Backend backend(String name) {
    return BACKENDS.stream()
        .filter(backend -> backend.id().equalsIgnoreCase(name))
        .findFirst()
        .orElseGet(() -> new Backend(name, name, true, false, false));
  }

  /** How far a release has been tried. */
  public static Tried tried(TornadoVersion version) {
    if (version.major() == 5 && version.minor() == 2) {
      return Tried.RUN;
    }
    return version.major() == 6 && version.minor() == 0 ? Tried.COMPILED : Tried.UNTRIED;
  }

  /** What there is to say about a release that has not run; empty if it has. */
  public static Optional<String> reservation(TornadoVersion version) {
    String text =
        switch (tried(version)) {
          case RUN -> "";
          case COMPILED ->
              "networks have been compiled for the names of %d.%d, and have not run on it"
                  .formatted(version.major(), version.minor());
          case UNTRIED -> "nobody has tried networks on %s".formatted(version);
        };
    return text.isEmpty() ? Optional.empty() : Optional.of(text + "; they have run on 5.2");
  }
}
