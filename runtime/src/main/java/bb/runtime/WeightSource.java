package bb.runtime;

import bb.runtime.io.Weights;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a model's tensors come from, by name: a safetensors file, a rule, a map.
 *
 * {@snippet class="bb.runtime.Snippets" region="weights"}
 */
public interface WeightSource {
  /**
   * The tensors of a file: safetensors, the index of several, or PyTorch's. They are read from it
   * when a network is loaded, piece by piece; so it may be larger than the heap, and one source
   * serves any number of networks.
   *
   * @throws UserError if there is no such file, or it is none of these
   */
  static WeightSource of(Path file) {
    return Weights.file(Objects.requireNonNull(file, "file"));
  }

  /**
   * The tensors of a file that comes through a stream, which is read to its end now (at most 2 GB),
   * kept in memory, and not closed.
   *
   * @param description what it is, for messages
   * @throws UserError if it cannot be read, or is none of these: BB0602 and those of {@link
   *     #of(Path)}
   */
  static WeightSource of(InputStream file, String description) {
    return Weights.stream(
        Objects.requireNonNull(file, "file"), Objects.requireNonNull(description, "description"));
  }

  /** The same of a channel. */
  static WeightSource of(ReadableByteChannel file, String description) {
    return of(Channels.newInputStream(Objects.requireNonNull(file, "file")), description);
  }

  /**
   * The tensors of a resource beside a class, likewise. Of a class in a named module the package
   * has to be open; or that module opens the stream.
   *
   * @param name relative to the class's package, or from the root behind a {@code /}
   * @throws UserError if there is none, too: BB0601
   */
  static WeightSource resource(Class<?> beside, String name) {
    return Weights.resource(
        Objects.requireNonNull(beside, "beside"), Objects.requireNonNull(name, "name"));
  }

  /** What it is, for messages: a path, {@code synthetic weights}. */
  String description();

  /**
   * The names and shapes that it holds, or empty if it makes any tensor that is asked for. A loader
   * compares these with the model's before it reads.
   */
  Optional<Map<String, List<Integer>>> contents();

  /**
   * The rules by which its names become a network's, one after the other.
   *
   * @param clause those that the network states for the files that are published of it
   */
  default List<ModelInfo.Checkpoint> rules(ModelInfo.Checkpoint clause) {
    return List.of(Objects.requireNonNull(clause, "clause"));
  }

  /** The numbers of tensor {@code name} as float32, in row-major order; a fresh array. */
  float[] read(String name, List<Integer> shape);

  /**
   * {@code count} of them from the {@code from}th on: also of a tensor that no array can hold,
   * where the source has such.
   */
  default float[] read(String name, List<Integer> shape, long from, int count) {
    int start = Math.toIntExact(from);
    return Arrays.copyOfRange(read(name, shape), start, start + count);
  }
}
