package bb.runtime.tornado;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * The TornadoVM that this Java was started with, found without touching any of its types.
 *
 * @param api whether its API can be loaded
 * @param started whether its runtime is there, which its argument file adds
 * @param version if it says
 * @param drivers the backends that the argument file adds: {@code opencl}, {@code ptx}
 */
public record TornadoVm(
    boolean api, boolean started, Optional<TornadoVersion> version, List<String> drivers) {
  /** No TornadoVM. */
  private static final ErrorCode NONE = ErrorCode.BB0630;

  private static final ErrorCode TOO_OLD = ErrorCode.BB0633;

  private static final String API = "uk.ac.manchester.tornado.api.TaskGraph";
  static final List<String> BACKENDS =
      Releases.BACKENDS.stream().map(Releases.Backend::id).toList();

  public TornadoVm {
    drivers = List.copyOf(drivers);
  }

  public static TornadoVm ofThisJava() {
    return in(ModuleLayer.boot(), TornadoVm.class.getClassLoader());
  }

  static TornadoVm in(ModuleLayer modules, ClassLoader loader) {
    return new TornadoVm(
        isClass(loader),
        modules.findModule("tornado.runtime").isPresent(),
        modules
            .findModule("tornado.api")
            .map(Module::getDescriptor)
            .flatMap(ModuleDescriptor::rawVersion)
            .map(TornadoVersion::of),
        BACKENDS.stream()
            .filter(name -> modules.findModule("tornado.drivers." + name).isPresent())
            .toList());
  }

  private static boolean isClass(ClassLoader loader) {
    try {
      Class.forName(API, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError ignored) {
      return false;
    }
  }

  /**
   * Why a network cannot run with it; empty if it can.
   *
   * @param jar the network's file, for the command that starts it
   */
  public Optional<UserError> lack(String jar) {
    String start = "start with `java @$TORNADOVM_HOME/tornado-argfile -jar %s`".formatted(jar);
    if (!started) {
      String message =
          api ? "this Java has TornadoVM's API, but not TornadoVM" : "this Java has no TornadoVM";
      return Optional.of(new UserError(NONE, message).help(start));
    }
    if (version.filter(v -> !v.isEnough()).isPresent()) {
      String message =
          "this Java has TornadoVM %s, and %s is the oldest that works"
              .formatted(version.get(), TornadoVersion.OLDEST);
      return Optional.of(new UserError(TOO_OLD, message).help("install a newer one and " + start));
    }
    if (drivers.isEmpty()) {
      return Optional.of(
          new UserError(NONE, "this TornadoVM has no backend")
              .note("its argument file adds no module `tornado.drivers.…`")
              .help("make it again with `tornado --generate-argfile`"));
    }
    return Optional.empty();
  }

  /**
   * Settings that TornadoVM reads when its first class is loaded: that a kernel which cannot be
   * compiled is a failure and not a wrong result, and that a task graph may hold as many tasks as
   * emitted code puts into one.
   *
   * @throws UserError if a setting of the user's is none
   */
  public static void configure() {
    Settings.check();
    System.setProperty("tornado.recover.bailout", "false");
    String capacity = "tornado.tvm.maxbytecodesize";
    System.setProperty(capacity, System.getProperty(capacity, "65536"));
  }
}
