package bb.model;

import bb.source.SourceFile;
import java.util.Optional;

/** Reads source files; the compiler itself never touches the file system. */
@FunctionalInterface
public interface SourceLoader {
  /**
   * Finds no file. A class, as whoever implements this makes it: no lambda to set up at a start.
   */
  SourceLoader NONE =
      new SourceLoader() {
        @Override
        public Optional<SourceFile> load(SourceFile importer, String path) {
          return Optional.empty();
        }
      };

  /**
   * The file that {@code path} names when {@code importer} imports it, or empty if it cannot be
   * read. The path is relative and ends in {@code .bb}. The same file must always come with the
   * same {@link SourceFile#path}.
   */
  Optional<SourceFile> load(SourceFile importer, String path);

  /** Why {@link #load} has given nothing, in a few words. */
  default String reason(SourceFile importer, String path) {
    return "no such file";
  }
}
