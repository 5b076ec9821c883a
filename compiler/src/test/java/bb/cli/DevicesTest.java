package bb.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.backend.jar.SdkSearch;
import bb.backend.jar.TornadoSdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code bbc doctor} on this machine, if it has a TornadoVM SDK. */
final class DevicesTest {
  @Test
  void asksARealTornadoVm() {
    Host host = Host.system();
    SdkSearch search = SdkSearch.in(SdkPlaces.of(host, Optional.empty()));
    assumeTrue(
        search.usable().isPresent(),
        () -> "no TornadoVM SDK: " + search.problem().map(problem -> problem.notes()));
    TornadoSdk sdk = search.usable().get();
    assumeTrue(isInPlace(sdk), () -> "the SDK in " + sdk.home() + " was made for another folder");
    List<Finding> findings = Devices.of(host, sdk).findings();
    assertFalse(findings.isEmpty());
    for (Finding finding : findings) {
      boolean understood =
          finding.ok()
              ? finding.found().matches("\\d+:\\d+, [A-Z]+: .+")
              : finding.found().startsWith("TornadoVM finds no device");
      assertTrue(understood, finding.found());
    }
  }

  /** Whether the argument file, which names whole paths, names those of the SDK. */
  private static boolean isInPlace(TornadoSdk sdk) {
    try {
      String arguments = Files.readString(sdk.argumentFile());
      Path home = sdk.home().toRealPath();
      return arguments.contains(sdk.home().toString()) || arguments.contains(home.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
