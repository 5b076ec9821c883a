package bb.cli;

import bb.backend.jar.TornadoSdk;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The devices that TornadoVM finds, by its own word: a Java is started with it, and its query
 * printed.
 *
 * @param any whether there is one
 */
record Devices(boolean any, List<Finding> findings) {
  private static final String QUERY = "uk.ac.manchester.tornado.drivers.TornadoDeviceQuery";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SUBJECT = "device";

  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
  private static final Pattern DEVICE = Pattern.compile("\\s*Tornado device=(\\d+:\\d+).*");
  private static final Pattern EXCEPTION =
      Pattern.compile("(?:Caused by: |Exception in thread \"\\w+\" )?[a-z][\\w.$]+: (.*)");
  private static final Pattern NAME = Pattern.compile("\\s+(\\w+)\\s+--\\s+(.*)");

  Devices {
    findings = List.copyOf(findings);
  }

  static Devices of(Host host, TornadoSdk sdk) {
    if (!Files.isRegularFile(sdk.argumentFile())) {
      return none(
          "the SDK has no `tornado-argfile`, which starts a Java with TornadoVM",
          "make it: `%s`".formatted(generator(sdk)));
    }
    List<String> command =
        List.of(host.java().get().command().toString(), "@" + sdk.argumentFile(), QUERY);
    // not in the current folder: the argument file makes every jar there a module
    Programs.Answer answer = host.programs().ask(command, sdk.home(), LIMIT);
    String text = COLOUR.matcher(answer.text()).replaceAll("");
    return switch (answer.exit()) {
      case 0 -> parse(text);
      case Programs.Answer.NOT_STARTED -> none("Java could not be started: " + text);
      case Programs.Answer.TOO_SLOW ->
          none(
              "TornadoVM gave no answer within %d seconds".formatted(LIMIT.toSeconds()),
              "see where it stops: `%s`".formatted(String.join(" ", command)));
      default -> failed(sdk, text);
    };
  }

  private static Devices parse(String text) {
    List<Finding> findings = new ArrayList<>();
    String id = "";
    for (String line : text.lines().toList()) {
      Matcher device = DEVICE.matcher(line);
      Matcher name = NAME.matcher(line);
      if (device.matches()) {
        id = device.group(1);
      } else if (!id.isEmpty() && name.matches()) {
        findings.add(
            Finding.ok(SUBJECT, "%s, %s: %s".formatted(id, name.group(1), name.group(2).strip())));
        id = "";
      }
    }
    return findings.isEmpty() ? noDriver("TornadoVM finds no device") : new Devices(true, findings);
  }

  private static Devices failed(TornadoSdk sdk, String text) {
    if (text.contains("java.lang.module.FindException")) {
      return none(
          "TornadoVM does not start: " + cause(text),
          "`tornado-argfile` names the folders it was made for; make it again: `%s`"
              .formatted(generator(sdk)));
    }
    return noDriver("TornadoVM finds no device: " + cause(text));
  }

  /** What the last exception in a stack trace says: it is the one that happened first. */
  private static String cause(String text) {
    String line =
        text.lines()
            .filter(candidate -> EXCEPTION.matcher(candidate).matches())
            .reduce((_, last) -> last)
            .orElse(text.strip());
    Matcher exception = EXCEPTION.matcher(line);
    String message = exception.matches() ? exception.group(1) : line;
    return message.replaceFirst("^\\[\\w+] ", "").replaceFirst("\\. Deoptimizing .*", "");
  }

  private static String generator(TornadoSdk sdk) {
    return "TORNADOVM_HOME=%s %s --generate-argfile"
        .formatted(sdk.home(), sdk.home().resolve("bin/tornado"));
  }

  private static Devices noDriver(String found) {
    return none(found, "install the driver of the device; what there is of them follows");
  }

  private static Devices none(String found, String... helps) {
    return new Devices(false, List.of(Finding.missing(SUBJECT, found, helps)));
  }
}
