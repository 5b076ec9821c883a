package bb.cli;

import bb.backend.jar.TornadoSdk.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a TornadoVM SDK is looked for. */
final class SdkPlaces {
  private static final String OPTION = "`--tornadovm`";
  private static final String VARIABLE = "TORNADOVM_HOME";
  private static final String SDKMAN = ".sdkman/candidates/tornadovm/current";

  private SdkPlaces() {}

  /**
   * In the order in which they count. Where the command line names a folder, only that is looked
   * at: another one would not be what was asked for.
   */
  static List<Place> of(Host host, Optional<String> option) {
    if (option.isPresent()) {
      return List.of(new Place(OPTION, option.map(Path::of), ""));
    }
    return List.of(
        new Place(OPTION, Optional.empty(), "not given"),
        new Place("`" + VARIABLE + "`", host.variable(VARIABLE).map(Path::of), "not set"),
        new Place("SDKMAN", Optional.of(host.home().resolve(SDKMAN)), ""));
  }
}
