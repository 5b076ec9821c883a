package bb.cli;

import bb.backend.jar.SdkSearch;
import bb.backend.jar.TornadoSdk;
import bb.diagnostics.Diagnostic;
import bb.runtime.tornado.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at what a machine has to compile and to run networks.
 *
 * @param cpu whether it can do so on the processor
 * @param device whether it can do so with TornadoVM
 */
record Doctor(boolean cpu, boolean device, List<Finding> findings) {
  Doctor {
    findings = List.copyOf(findings);
  }

  static Doctor examine(Session session, Optional<String> tornadovm) {
    Host host = session.host();
    List<Finding> findings = new ArrayList<>();
    Finding jdk = jdk(host.java().get());
    findings.add(jdk);
    findings.add(vectors(host.java().get()));
    SdkSearch search = SdkSearch.in(SdkPlaces.of(host, tornadovm));
    findings.add(sdk(search));
    Optional<Devices> devices = search.usable().map(sdk -> ask(session, sdk));
    findings.addAll(devices.map(Devices::findings).orElse(List.of()));
    findings.addAll(Drivers.findings(host));
    return new Doctor(jdk.ok(), jdk.ok() && devices.filter(Devices::any).isPresent(), findings);
  }

  private static Finding jdk(Host.Java java) {
    String found = "%s, %s".formatted(java.version(), java.home());
    return java.compiles()
        ? Finding.ok("JDK", found)
        : Finding.missing(
            "JDK", found + ", a runtime without a compiler", "run `bbc` with a JDK 25 or newer");
  }

  private static Finding vectors(Host.Java java) {
    return java.vectors()
        ? Finding.ok("Vector API", "module jdk.incubator.vector")
        : Finding.missing(
            "Vector API",
            "this Java lacks module jdk.incubator.vector; networks run slower without",
            "use a JDK that has all modules");
  }

  private static Finding sdk(SdkSearch search) {
    String subject = "TornadoVM SDK";
    if (search.problem().isPresent()) {
      Diagnostic problem = search.problem().get();
      List<String> notes = problem.notes().stream().flatMap(String::lines).toList();
      List<String> helps = problem.helps().stream().map(Diagnostic.Help::text).toList();
      return new Finding(subject, false, problem.message(), notes, helps);
    }
    TornadoSdk sdk = search.usable().orElseThrow();
    String backends = String.join(", ", sdk.backends());
    return new Finding(
        subject,
        true,
        "%s, %s, backends: %s".formatted(sdk.version(), sdk.home(), backends),
        Releases.reservation(sdk.version()).stream().toList(),
        List.of());
  }

  private static Devices ask(Session session, TornadoSdk sdk) {
    session.stage("asking TornadoVM for its devices");
    return Devices.of(session.host(), sdk);
  }
}
