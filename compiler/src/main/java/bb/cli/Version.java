package bb.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code bbc --version} prints. */
final class Version implements IVersionProvider {
  static String number() {
    return bb.runtime.Version.TEXT;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"bbc " + number() + " (Java " + Runtime.version() + ")"};
  }
}
