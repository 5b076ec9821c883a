package bb.backend.jar;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The classes of the runtime and its libraries that a model's jar is to hold: what programs use and
 * the command line begins with, and whatever is named by a class that is there. A network has no
 * use for the kernels of layers that it lacks, nor for what runs it with TornadoVM if it cannot.
 */
final class Reachable {
  /** What programs use, and what the command line begins with. */
  private static final Pattern FIRST = Pattern.compile("bb/runtime/([\\w-]+|cli/.*)[.]class");

  private static final String CLASS = ".class";

  private final SortedMap<String, byte[]> files;
  private final SortedMap<String, byte[]> kept = new TreeMap<>();
  private final Deque<byte[]> toRead = new ArrayDeque<>();

  private Reachable(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /**
   * Those of the files that are reachable; of what is no class, all.
   *
   * @param files of the libraries, by their paths
   */
  static SortedMap<String, byte[]> of(CompiledModel model, SortedMap<String, byte[]> files)
      throws IOException {
    Reachable reachable = new Reachable(files);
    reachable.toRead.addAll(model.classes().values());
    files.keySet().stream()
        .filter(path -> !path.endsWith(CLASS) || FIRST.matcher(path).matches())
        .forEach(reachable::keep);
    while (!reachable.toRead.isEmpty()) {
      Relocation.named(reachable.toRead.pop()).forEach(name -> reachable.keep(name + CLASS));
    }
    return reachable.kept;
  }

  private void keep(String path) {
    byte[] bytes = files.get(path);
    if (bytes != null && kept.put(path, bytes) == null && path.endsWith(CLASS)) {
      toRead.push(bytes);
    }
  }
}
