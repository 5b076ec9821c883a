package bb.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.stream.Collectors;

/** What {@code bbc doctor} prints: a line for each finding, and what to do below it. */
final class DoctorText {
  private static final String DETAIL = " ".repeat(9);

  private DoctorText() {}

  static String text(Doctor doctor) {
    return doctor.findings().stream().map(DoctorText::lines).collect(Collectors.joining())
        + "\n"
        + "compile and run on the processor: "
        + (doctor.cpu() ? "yes" : "no")
        + "\n"
        + "compile and run with TornadoVM: "
        + (doctor.device() ? "yes" : "no")
        + "\n";
  }

  private static String lines(Finding finding) {
    StringBuilder text = new StringBuilder();
    String state = finding.ok() ? "ok" : "missing";
    text.append("%-7s  %-13s  %s\n".formatted(state, finding.subject(), finding.found()));
    finding.notes().forEach(note -> text.append(DETAIL).append(note).append('\n'));
    finding.helps().forEach(help -> text.append(DETAIL).append("help: ").append(help).append('\n'));
    return text.toString();
  }

  static String json(Doctor doctor) {
    String findings =
        doctor.findings().stream()
            .map(finding -> "    " + JsonWriter.string(json(finding)))
            .collect(Collectors.joining(",\n", "[\n", "\n  ]"));
    return """
    {
      "cpu": %s,
      "tornado": %s,
      "findings": %s
    }
    """
        .formatted(doctor.cpu(), doctor.device(), findings);
  }

  private static JsonObject json(Finding finding) {
    var object = new JsonObject();
    object.put("subject", finding.subject());
    object.put("ok", finding.ok());
    object.put("found", finding.found());
    object.put("notes", finding.notes());
    object.put("helps", finding.helps());
    return object;
  }
}
