package bb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code bbc --version} prints. */
final class Version implements IVersionProvider {
  static String number() {
    return bb.runtime.Version.TEXT;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"bbc " + number() + " (" + commit() + "Java " + Runtime.version() + ")"};
  }

  /** Of the sources and its day, where they were under version control. */
  private static String commit() {
    try (InputStream file = Version.class.getResourceAsStream("commit.properties")) {
      var properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      String commit = properties.getProperty("git.commit.id.abbrev");
      return commit == null ? "" : commit + ", " + properties.get("git.commit.time") + ", ";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
