package bb.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Says what this machine has to compile and run networks, and what it lacks.",
      "It ends with 0 if they compile and run on the processor, whatever else is missing."
    },
    footerHeading = "%nExample:%n",
    footer = "  bbc doctor")
final class DoctorCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--tornadovm",
      paramLabel = "DIR",
      description =
          "The TornadoVM SDK; the one in TORNADOVM_HOME or the one of SDKMAN unless stated.")
  private Optional<String> tornadovm;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      converter = Words.TextOrJson.class,
      description = "How to print it; text unless stated.")
  private Words.Format format;

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Doctor doctor = Doctor.examine(session, tornadovm);
    session.print(format == Words.Format.JSON ? DoctorText.json(doctor) : DoctorText.text(doctor));
    return doctor.cpu() ? ExitCode.OK : ExitCode.DIAGNOSTICS;
  }
}
