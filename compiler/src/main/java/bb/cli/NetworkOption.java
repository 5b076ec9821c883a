package bb.cli;

import bb.diagnostics.Problems;
import bb.model.NetworkCall;
import bb.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --network} and {@code --set}, which all commands that read source have. */
final class NetworkOption {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = {
        "This network only; or with arguments, as in a variant:",
        "--network \"ResNet(depths: [3, 4, 6, 3])\".",
      })
  private Optional<String> network = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "PARAMETER=VALUE",
      description = "Give a parameter of the network this value; may be given several times.")
  private List<String> settings = new ArrayList<>();

  /** What was asked for, as far as it can be read. */
  NetworkCall call(Problems problems) {
    return call(settings, problems);
  }

  /** The values that {@code --set} was given, as they are written. */
  List<String> settings() {
    return List.copyOf(settings);
  }

  /** The options as they were given, to be given again. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    network.ifPresent(text -> words.addAll(List.of("--network", text)));
    settings.forEach(text -> words.addAll(List.of("--set", text)));
    return words;
  }

  /** The same with other values. */
  NetworkCall call(List<String> values, Problems problems) {
    return NetworkCall.read(
        network.map(text -> new SourceFile("--network", text)),
        values.stream().map(text -> new SourceFile("--set", text)).toList(),
        problems);
  }
}
