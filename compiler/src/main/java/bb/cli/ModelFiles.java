package bb.cli;

import bb.diagnostics.Code;
import bb.importing.read.DataFiles;
import bb.importing.read.Refusal;
import bb.source.SourceFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model's file and those beside it, which are mapped and not read: they may be large. */
final class ModelFiles implements DataFiles {
  private final Path folder;
  private final List<Path> opened = new ArrayList<>();

  private ModelFiles(Path folder) {
    this.folder = folder;
  }

  /** What opens the files beside a model. */
  static ModelFiles beside(Path model) {
    return new ModelFiles(model.toAbsolutePath().getParent());
  }

  /** The bytes of a model. */
  static ByteBuffer model(String file) {
    try {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path)) {
        throw Files.exists(path)
            ? Refusal.of(Code.BB0702, "cannot read `%s`: it is no regular file", file)
            : Refusal.of(Code.BB0701, "there is no file `%s`", file);
      }
      return mapped(path, 0, Files.size(path));
    } catch (InvalidPathException e) {
      throw Refusal.of(Code.BB0701, "there is no file `%s`", file);
    } catch (IOException e) {
      throw Refusal.of(Code.BB0702, "cannot read `%s`: %s", file, e.getMessage());
    }
  }

  /** A model that is text, with line breaks as here. */
  static SourceFile text(String file) {
    ByteBuffer bytes = model(file);
    return new SourceFile(
        file,
        StandardCharsets.UTF_8.decode(bytes).toString().replace("\r\n", "\n").replace('\r', '\n'));
  }

  /** The files beside the model that it has read. */
  List<String> opened() {
    return opened.stream().distinct().map(Path::toString).toList();
  }

  @Override
  public ByteBuffer open(String location, long offset, long length) {
    try {
      Path path = folder.resolve(location).normalize();
      // a link must not lead out of the folder either
      if (!path.toRealPath().startsWith(folder.toRealPath()) || !Files.isRegularFile(path)) {
        throw Refusal.of(
            Code.BB0907, "the weights in `%s` lie outside the model's folder", location);
      }
      long size = Files.size(path);
      long count = length < 0 ? size - offset : length;
      if (offset < 0 || count < 0 || offset > size || count > size - offset) {
        throw Refusal.of(
                Code.BB0907,
                "`%s` has %,d bytes, and the model needs it to have %,d",
                location,
                size,
                offset + count)
            .help("copy or download the file again");
      }
      opened.add(path);
      return mapped(path, offset, count);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw Refusal.of(Code.BB0907, "the model's weights are not there: `%s`", location)
          .note("a model of more than 2 GB has its weights in a file beside it")
          .help("copy that file, too");
    } catch (IOException e) {
      throw Refusal.of(Code.BB0702, "cannot read `%s`: %s", location, e.getMessage());
    }
  }

  private static ByteBuffer mapped(Path path, long offset, long length) throws IOException {
    if (length > Integer.MAX_VALUE) {
      throw new IOException("more than 2 GB of it belong together");
    }
    try (FileInputStream stream = new FileInputStream(path.toFile())) {
      return stream.getChannel().map(FileChannel.MapMode.READ_ONLY, offset, length);
    }
  }
}
