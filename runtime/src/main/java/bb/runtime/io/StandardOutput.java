package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Standard output that knows why not all of it could be written, such as that a disk is full: any
 * other {@link PrintStream} keeps the reason to itself.
 */
public final class StandardOutput extends PrintStream {
  private final Watched watched;
  private boolean told;

  private StandardOutput(Watched watched) {
    super(new BufferedOutputStream(watched), true, System.out.charset());
    this.watched = watched;
  }

  /** That of this process. */
  public static StandardOutput ofProcess() {
    return to(new FileOutputStream(FileDescriptor.out));
  }

  /** One that is written to another stream. */
  static StandardOutput to(OutputStream stream) {
    return new StandardOutput(new Watched(stream));
  }

  /**
   * What is to be said at the end; that a reader such as {@code head} has had enough is nothing.
   */
  public Optional<UserError> error() {
    flush();
    return watched
        .fault
        .filter(e -> !told && !hasNoReader(e))
        .map(UserFiles::reason)
        .map(why -> new UserError(ErrorCode.BB0603, "cannot write standard output: " + why));
  }

  /**
   * Writes what is left; whoever calls says what is wrong, and {@link #error} does not again.
   *
   * @throws IOException if not all could be written
   */
  void finish() throws IOException {
    flush();
    if (watched.fault.isPresent()) {
      told = true;
      IOException fault = watched.fault.get();
      throw hasNoReader(fault) ? new IOException("nothing reads standard output", fault) : fault;
    }
  }

  private static boolean hasNoReader(IOException e) {
    return "Broken pipe".equals(e.getMessage());
  }

  /** Remembers the first of what goes wrong. */
  private static final class Watched extends FilterOutputStream {
    private Optional<IOException> fault = Optional.empty();

    Watched(OutputStream out) {
      super(out);
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
  }
}
