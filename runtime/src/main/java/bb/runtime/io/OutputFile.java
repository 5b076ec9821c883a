package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one writer: every file that the compiler or a compiled network makes goes through it, so that
 * nothing is lost. A file is written whole or not at all, under another name in the same folder,
 * and moved when it is complete; it keeps the mode of the file that was there, and a link stays a
 * link. What cannot be replaced, a device or a pipe, is streamed to.
 */
public final class OutputFile {
  /** Stands for standard output. */
  public static final String STANDARD = "-";

  /** Other names of standard output. */
  private static final List<String> STANDARD_NAMES =
      List.of(STANDARD, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  /** Where the names of temporary files begin and end; between them are process and time. */
  private static final String PREFIX = ".bb-";

  private static final String SUFFIX = ".tmp";
  private static final String TEMPORARY = "\\.bb-\\d+-\\d+\\.tmp";

  /** A temporary file that nobody has written to for so long was left by a run that was killed. */
  private static final Duration STALE = Duration.ofHours(1);

  private static final FileAttribute<?> OWNERS_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final int MAX_LINKS = 40;
  private static final int BUFFER = 1 << 16;

  /** Writes what is to be in the file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  /** Does something with files that nobody keeps. */
  @FunctionalInterface
  public interface Work {
    void in(Path folder) throws IOException;
  }

  private OutputFile() {}

  /**
   * Lets work have a folder of its own for files that are in no other, and removes it.
   *
   * @throws UserError if it cannot be had, or the work cannot be done in it
   */
  public static void temporarily(Work work) {
    try {
      Path folder = Files.createTempDirectory(PREFIX);
      try {
        work.in(folder);
      } finally {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
          for (Path file : files) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (DirectoryIteratorException | IOException e) {
      throw notWritten("a folder for a while", e);
    }
  }

  /**
   * Writes {@code target}; what was there before is still there if that fails.
   *
   * @param target a path, or {@value #STANDARD}
   * @param standard standard output, which stays open
   * @throws UserError if it cannot be written
   */
  public static void write(String target, OutputStream standard, Content content) {
    try {
      if (isStandard(target)) {
        content.writeTo(new Kept(standard));
        finish(standard);
      } else {
        writeTo(Path.of(target), content);
      }
    } catch (InvalidPathException | IOException e) {
      throw notWritten(target, e);
    }
  }

  private static void finish(OutputStream standard) throws IOException {
    standard.flush();
    if (standard instanceof StandardOutput known) {
      known.finish();
    } else if (standard instanceof PrintStream other && other.checkError()) {
      throw new IOException("not all of it could be written");
    }
  }

  /**
   * Writes a file.
   *
   * @throws UserError if it cannot be written
   */
  public static void write(Path target, Content content) {
    try {
      writeTo(target, content);
    } catch (IOException e) {
      throw notWritten(target.toString(), e);
    }
  }

  /**
   * Writes a file whose folder may have to be made first.
   *
   * @param folder where {@code path}, which may lead through more folders, begins
   * @throws UserError if it cannot be written
   */
  public static void write(String folder, String path, Content content) {
    String target = folder + "/" + path;
    try {
      Path file = Path.of(folder, path);
      Files.createDirectories(file.toAbsolutePath().getParent());
      writeTo(file, content);
    } catch (InvalidPathException | IOException e) {
      throw notWritten(target, e);
    }
  }

  /**
   * Writes a file again with {@code text} behind what it holds.
   *
   * @throws UserError if it cannot be read or written
   */
  public static void append(String target, String text) {
    try {
      Path path = Path.of(target);
      byte[] before = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
      writeTo(
          path,
          stream -> {
            stream.write(before);
            stream.write(text.getBytes(StandardCharsets.UTF_8));
          });
    } catch (InvalidPathException | IOException e) {
      throw notWritten(target, e);
    }
  }

  /**
   * Refuses an output that would replace one of the inputs, under whatever name.
   *
   * @throws UserError if it is one of them
   */
  public static void refuseInputs(String target, Collection<String> inputs) {
    if (isStandard(target)) {
      return;
    }
    for (String input : inputs) {
      if (isSame(target, input)) {
        throw new UserError(ErrorCode.BB0640, Message.of("the output `%s` is an input", target))
            .note(
                target.equals(input)
                    ? "writing it would destroy what is to be read"
                    : "it is the same file as `" + input + "`")
            .help("write to another file");
      }
    }
  }

  private static boolean isSame(String target, String input) {
    try {
      Path output = Path.of(target);
      return FileKind.of(output) == FileKind.REGULAR && Files.isSameFile(output, Path.of(input));
    } catch (InvalidPathException | IOException ignored) {
      return false; // what is not there cannot be lost
    }
  }

  private static boolean isStandard(String target) {
    return STANDARD_NAMES.contains(target);
  }

  private static void writeTo(Path target, Content content) throws IOException {
    FileKind kind = FileKind.of(target);
    switch (kind) {
      case NOTHING, REGULAR -> replace(behindLinks(target), content);
      case CHARACTER_DEVICE -> {
        try (OutputStream stream = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
          content.writeTo(stream);
        }
      }
      case PIPE -> {
        try (OutputStream stream = Pipes.writeTo(target)) {
          content.writeTo(stream);
        } catch (IOException e) {
          throw "Broken pipe".equals(e.getMessage())
              ? new IOException("nothing reads from the pipe", e)
              : e;
        }
      }
      case DIRECTORY, OTHER -> throw new IOException("it is " + kind.text());
    }
  }

  /** A stream that its content cannot close. */
  private static final class Kept extends FilterOutputStream {
    Kept(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      out.write(bytes, start, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }

  /** The file that a link leads to, which need not be there. */
  private static Path behindLinks(Path target) throws IOException {
    Path path = target.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(path); links++) {
      if (links == MAX_LINKS) {
        throw new IOException("its links lead in a circle");
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  private static void replace(Path path, Content content) throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("its folder is not there");
    }
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new IOException("it is write-protected");
    }
    removeStale(folder);
    String name = PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime() + SUFFIX;
    Path temporary = folder.resolve(name);
    // also when the process is interrupted
    temporary.toFile().deleteOnExit();
    try {
      writeLike(path, temporary, content);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes {@code temporary}, with the mode of {@code path}; a new file has the usual one. */
  private static void writeLike(Path path, Path temporary, Content content) throws IOException {
    Optional<Set<PosixFilePermission>> mode = mode(path);
    FileAttribute<?>[] attributes =
        mode.isEmpty() ? new FileAttribute<?>[0] : new FileAttribute<?>[] {OWNERS_ONLY};
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (OutputStream stream =
        new BufferedOutputStream(
            Channels.newOutputStream(Files.newByteChannel(temporary, fresh, attributes)), BUFFER)) {
      if (mode.isPresent()) {
        Files.setPosixFilePermissions(temporary, mode.get());
      }
      content.writeTo(stream);
    }
  }

  /** Empty if there is no file, or its system has no modes. */
  private static Optional<Set<PosixFilePermission>> mode(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view == null || !Files.exists(path)
        ? Optional.empty()
        : Optional.of(view.readAttributes().permissions());
  }

  /** Removes what killed runs have left in a folder; that it fails is no reason not to write. */
  private static void removeStale(Path folder) {
    FileTime limit = FileTime.from(Instant.now().minus(STALE));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean ours =
            attributes.isRegularFile() && file.getFileName().toString().matches(TEMPORARY);
        if (ours && attributes.lastModifiedTime().compareTo(limit) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException ignored) {
      // it is tried again by the next run
    }
  }

  private static UserError notWritten(String target, Exception cause) {
    String why =
        cause instanceof IOException e ? UserFiles.reason(e) : "it cannot be the path of a file";
    return new UserError(ErrorCode.BB0603, Message.of("cannot write `%s`: %s", target, why));
  }
}
