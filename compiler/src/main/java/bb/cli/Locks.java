package bb.cli;

import bb.diagnostics.Problems;
import bb.review.Facts;
import bb.review.LockFile;
import bb.review.LockFile.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads locks from files. */
final class Locks {
  /** More than the facts of any networks that people keep together. */
  private static final int MAX_BYTES = 64 << 20;

  private Locks() {}

  /** The lock in a file; empty after reporting why there is none. */
  static Optional<Reading.Lock> read(String file, Problems problems) {
    Reading reading;
    try {
      Path path = Path.of(file);
      if (!Files.exists(path)) {
        problems.add(ReviewProblems.noLock(file));
        return Optional.empty();
      }
      if (!Files.isRegularFile(path)) {
        throw new IOException("it is no regular file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IOException("it is larger than a lock may be");
        }
        reading =
            LockFile.read(
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      }
    } catch (InvalidPathException e) {
      problems.add(ReviewProblems.noLock(file));
      return Optional.empty();
    } catch (IOException e) {
      problems.add(CommandProblems.unreadable(file, SourceReader.reason(e)));
      return Optional.empty();
    }
    return switch (reading) {
      case Reading.Lock lock -> Optional.of(lock);
      case Reading.OtherVersion(var version) -> {
        problems.add(ReviewProblems.otherVersion(file, version));
        yield Optional.empty();
      }
      case Reading.Malformed(var line, var why) -> {
        problems.add(ReviewProblems.malformedLock(file, line, why));
        yield Optional.empty();
      }
    };
  }

  /**
   * The file in which a lock has the same networks, if that file is gone: it has another name now.
   */
  static Optional<String> formerName(Reading.Lock lock, List<Reviewed> now) {
    List<String> names = now.stream().map(Reviewed::name).toList();
    return lock.networks().stream()
        .filter(facts -> names.contains(facts.network()) && !Files.exists(Path.of(facts.file())))
        .map(Facts::file)
        .findFirst();
  }
}
