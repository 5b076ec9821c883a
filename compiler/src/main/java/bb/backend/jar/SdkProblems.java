package bb.backend.jar;

import bb.backend.jar.TornadoSdk.Look;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.runtime.tornado.TornadoVersion;
import java.util.List;
import java.util.stream.Collectors;

/** What is said where there is no TornadoVM to compile against. */
final class SdkProblems {
  private static final String INSTALL =
      "install one with SDKMAN (https://sdkman.io): `sdk install tornadovm`";

  private SdkProblems() {}

  static Diagnostic none(List<Look> looks) {
    String places =
        looks.stream()
            .map(look -> look.place().name() + ": " + look.lack())
            .collect(Collectors.joining("\n"));
    return Diagnostic.general(Code.BB0503, "there is no TornadoVM SDK to compile against")
        .note(places)
        .help(INSTALL)
        .help("or say where one is: `--tornadovm DIR`");
  }

  static Diagnostic tooOld(TornadoSdk sdk) {
    return Diagnostic.general(
            Code.BB0504,
            "the TornadoVM SDK in `%s` is %s, and %s is the oldest that works"
                .formatted(sdk.home(), sdk.version(), TornadoVersion.OLDEST))
        .help(INSTALL)
        .help("or say where a newer one is: `--tornadovm DIR`");
  }
}
