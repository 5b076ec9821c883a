package bb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where source files are. */
interface SourceStore {
  /** More than anybody writes; what is larger was not meant to be read as source. */
  int MAX_BYTES = 8 << 20;

  String ENDING = ".bb";

  /** The file system. */
  SourceStore FILES = new FileStore();

  boolean exists(Path path);

  /**
   * @throws IOException if there is no such file, or none that is read as source; it says why
   */
  byte[] read(Path path) throws IOException;

  static void requireEnding(Path path, String otherwise) throws IOException {
    Path name = path.getFileName();
    if (name == null || !name.toString().endsWith(ENDING)) {
      throw new IOException(otherwise);
    }
  }

  static void requireSize(byte[] bytes) throws IOException {
    if (bytes.length > MAX_BYTES) {
      throw new IOException(
          "it is larger than a source file may be (%d MiB)".formatted(MAX_BYTES >> 20));
    }
  }

  /**
   * Files of this machine. Nothing else is ever opened: a regular file with the right ending, or a
   * link to one, small enough. So no message can show a line of another file, and no pipe or device
   * is waited for.
   */
  final class FileStore implements SourceStore {
    private FileStore() {}

    @Override
    public boolean exists(Path path) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public byte[] read(Path path) throws IOException {
      return content(regular(path));
    }

    /** The regular file of that path, which may be a link to it, but to no further link. */
    private static Path regular(Path path) throws IOException {
      SourceStore.requireEnding(path, "its name does not end in `.bb`");
      BasicFileAttributes attributes = attributes(path);
      Path target = path;
      if (attributes.isSymbolicLink()) {
        target = path.resolveSibling(Files.readSymbolicLink(path));
        SourceStore.requireEnding(
            target, "it is a link to a file whose name does not end in `.bb`");
        attributes = attributes(target);
      }
      if (attributes.isSymbolicLink()) {
        throw new IOException("it is a link to a link");
      }
      if (attributes.isDirectory()) {
        throw new IOException("it is a folder");
      }
      if (!attributes.isRegularFile()) {
        throw new IOException("it is a pipe, a socket or a device");
      }
      return target;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** At most so much is read, whatever the file said of its size before, or becomes meanwhile. */
    private static byte[] content(Path path) throws IOException {
      try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        SourceStore.requireSize(bytes);
        return bytes;
      }
    }
  }
}
