package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a reader sees of an error. With {@code -Dapprove=true} the approved file is rewritten. */
public final class ApprovedError {
  private static final Path FOLDER = Path.of("src/test/resources/errors");

  private ApprovedError() {}

  /**
   * @param page of the code, which is the file's name
   */
  public static void check(String page, String text) throws IOException {
    Path approved = FOLDER.resolve(page + ".txt");
    if (Boolean.getBoolean("approve")) {
      Files.createDirectories(FOLDER);
      Files.writeString(approved, text);
    }
    assertEquals(Files.exists(approved) ? Files.readString(approved) : "", text);
  }
}
