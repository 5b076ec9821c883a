package bb.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs command lines one after the other in one virtual machine, for scripts that have many: each
 * is a line of standard input, its arguments parted by tabs. The answer is a line with the exit
 * status and how many bytes were printed on standard output and on standard error, and then these
 * bytes.
 */
public final class CommandStream {
  private CommandStream() {}

  public static void main(String[] args) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answer(line, System.out);
    }
  }

  static void answer(String line, PrintStream to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(printing(out), printing(err), false, false, false, false);
    int status = Main.run(terminal, Host.system(), line.split("\t", -1));
    terminal.out().flush();
    terminal.err().flush();
    to.print(status + " " + out.size() + " " + err.size() + "\n");
    to.writeBytes(out.toByteArray());
    to.writeBytes(err.toByteArray());
    to.flush();
  }

  private static PrintStream printing(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
