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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads locks from files. */
final class Locks {
  /** More than the facts of any networks that people keep together. */
  private static final int MAX_BYTES = 64 << 20;

  /** The lock that is meant unless another is named. */
  static final String DEFAULT = "bb.lock";

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

  /** Whether a file that a lock names is there. */
  static boolean isThere(String file) {
    try {
      return Files.exists(Path.of(file));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /**
   * The command line that writes a lock of these files.
   *
   * @param options that it takes besides
   */
  static String command(String lock, Collection<String> files, List<String> options) {
    List<String> words = new ArrayList<>(List.of("bbc", "lock"));
    words.addAll(files.isEmpty() ? List.of("FILE…") : files);
    if (!lock.equals(DEFAULT)) {
      words.addAll(List.of("-o", lock));
    }
    words.addAll(options);
    return words.stream().map(Locks::word).collect(Collectors.joining(" "));
  }

  /** A word of a command line, in quotes if a shell would take it for something else. */
  private static String word(String text) {
    return text.matches("[-\\w./…=@:+,%]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /**
   * The file in which a lock has the same networks, if that file is gone: it has another name now.
   */
  static Optional<String> formerName(Reading.Lock lock, List<Reviewed> now) {
    List<String> names = now.stream().map(Reviewed::name).toList();
    return lock.networks().stream()
        .filter(facts -> names.contains(facts.network()) && !isThere(facts.file()))
        .map(Facts::file)
        .findFirst();
  }
}
