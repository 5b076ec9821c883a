package bb.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code -I}, which all commands that read source have. */
final class ImportOption {
  @Option(
      names = "-I",
      paramLabel = "DIR",
      converter = Folder.class,
      description = "Look for imports in this folder, too; may be given several times.")
  private List<Path> folders = new ArrayList<>();

  /** What reads the sources of one command. */
  SourceReader sources() {
    return new SourceReader(folders);
  }

  /** The options as they were given, to be given again. */
  List<String> words() {
    return folders.stream().flatMap(folder -> Stream.of("-I", folder.toString())).toList();
  }

  /** The same for files that are elsewhere. */
  SourceReader sources(SourceStore store) {
    return new SourceReader(store, folders);
  }

  /** The same for files as they were, which a folder holds: with its folders of these names. */
  SourceReader sources(Path folder) {
    return new SourceReader(folders.stream().map(own -> in(folder, own)).toList());
  }

  /** What lies outside of the folder in which bbc runs is in no copy of it, and stays. */
  private static Path in(Path folder, Path own) {
    Path here = Path.of("").toAbsolutePath().normalize();
    Path absolute = own.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? folder.resolve(here.relativize(absolute)) : own;
  }

  static final class Folder implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      try {
        Path folder = Path.of(text);
        if (Files.isDirectory(folder)) {
          return folder;
        }
      } catch (InvalidPathException e) {
        // no folder has such a name
      }
      throw new TypeConversionException("there is no folder `%s`".formatted(text));
    }
  }
}
