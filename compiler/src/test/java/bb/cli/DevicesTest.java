package bb.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.backend.jar.SdkSearch;
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
    List<Finding> findings = Devices.of(host, search.usable().get()).findings();
    assertFalse(findings.isEmpty());
    for (Finding finding : findings) {
      boolean understood =
          finding.ok()
              ? finding.found().matches("\\d+:\\d+, [A-Z]+: .+")
              : finding.found().startsWith("TornadoVM finds no device");
      assertTrue(understood, finding.found());
    }
  }
}
