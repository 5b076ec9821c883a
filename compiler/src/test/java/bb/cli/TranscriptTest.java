package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Command lines and what they print: each file under resources/cli is a list of commands, each with
 * its outputs and exit status. {@code -Dapprove=true} rewrites what follows the commands.
 */
final class TranscriptTest {
  private static final Path FOLDER = Path.of("src/test/resources/cli");

  static Stream<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".transcript")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void printsWhatWasApproved(Path file, @TempDir Path out) throws IOException {
    String approved = Files.readString(file);
    Transcript transcript = new Transcript(out);
    StringBuilder actual = new StringBuilder();
    List<String> commands = approved.lines().filter(line -> line.startsWith("$ ")).toList();
    for (String command : commands) {
      actual.append(command).append('\n').append(answer(transcript, command.substring(2)));
      actual.append('\n');
    }
    if (Boolean.getBoolean("approve")) {
      Files.writeString(file, actual);
      return;
    }
    assertEquals(approved, actual.toString(), file.toString());
  }

  private static String answer(Transcript transcript, String command) throws IOException {
    if (command.equals("ls out")) {
      return transcript.listing();
    }
    if (command.startsWith("cat out/")) {
      return transcript.content(command.substring("cat out/".length()));
    }
    Transcript.Result result = transcript.run(command);
    String out = result.out().isEmpty() ? "" : "--- out\n" + result.out();
    String err = result.err().isEmpty() ? "" : "--- err\n" + result.err();
    return out + err + "--- exit " + result.exit() + "\n";
  }
}
