package bb.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Standard output that knows why not all of it could be written, such as that a disk is full: a
 * {@link PrintStream} keeps the reason to itself.
 */
final class StandardOutput extends FilterOutputStream {
  private Optional<IOException> fault = Optional.empty();

  StandardOutput(OutputStream out) {
    super(out);
  }

  PrintStream printing() {
    return new PrintStream(new BufferedOutputStream(this), true, System.out.charset());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      fault = fault.or(() -> Optional.of(e));
      throw e;
    }
  }

  /** What went wrong; that a reader such as {@code head} has had enough is no mistake. */
  Optional<IOException> fault() {
    return fault.filter(e -> !"Broken pipe".equals(e.getMessage()));
  }
}
