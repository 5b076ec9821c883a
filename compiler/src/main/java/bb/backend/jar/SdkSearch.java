package bb.backend.jar;

import bb.backend.jar.TornadoSdk.Look;
import bb.diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The search for a TornadoVM SDK: the first place that holds one counts, also if that one is too
 * old, so that what is compiled against is what was named.
 *
 * @param looks the places that were looked at, in order
 */
public record SdkSearch(List<Look> looks) {
  public SdkSearch {
    looks = List.copyOf(looks);
  }

  public static SdkSearch in(List<TornadoSdk.Place> places) {
    List<Look> looks = new ArrayList<>();
    for (TornadoSdk.Place place : places) {
      Look look = TornadoSdk.look(place);
      looks.add(look);
      if (look.sdk().isPresent()) {
        break;
      }
    }
    return new SdkSearch(looks);
  }

  /** The SDK that was found, whatever its version. */
  public Optional<TornadoSdk> found() {
    return looks.stream().flatMap(look -> look.sdk().stream()).findFirst();
  }

  /** The SDK, if it can be used. */
  public Optional<TornadoSdk> usable() {
    return found().filter(sdk -> sdk.version().isEnough());
  }

  /** Why none can be used; empty if one can. */
  public Optional<Diagnostic> problem() {
    if (usable().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(found().map(SdkProblems::tooOld).orElseGet(() -> SdkProblems.none(looks)));
  }
}
