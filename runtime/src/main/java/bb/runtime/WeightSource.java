package bb.runtime;

import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.ModelInfo.Rename;
import bb.runtime.io.RenameRules;
import bb.runtime.io.RuledWeights;
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

  /**
   * The same tensors, without a text before their names: {@code "module."}, which a wrapper has
   * left there. Names that do not begin with it stay as they are.
   *
   * <p>Of {@code prefix}, {@link #ignore} and {@link #rename} each goes on with what those before
   * it have made of the names; then come the rules of the source itself and those that the network
   * states. No file is changed, and {@link #contents} and {@link #read} know the names that it has.
   */
  default WeightSource prefix(String prefix) {
    Objects.requireNonNull(prefix, "prefix");
    return RuledWeights.of(this, new Checkpoint(List.of(prefix), List.of(), List.of()));
  }

  /**
   * The same tensors, of which those that match a pattern may be left over. What a network needs is
   * never ignored.
   *
   * @param pattern of a name as it is or has become, in which {@code *} is any text and {@code ?} a
   *     character
   */
  default WeightSource ignore(String pattern) {
    Objects.requireNonNull(pattern, "pattern");
    return RuledWeights.of(this, new Checkpoint(List.of(), List.of(pattern), List.of()));
  }

  /**
   * The same tensors, with other names.
   *
   * @param from parts of names between points, wherever they stand: {@code "gamma"}, {@code
   *     "norm.1"}; or, with {@code *}, whole names: {@code "encoder.*"}
   * @param to what that becomes; each {@code *} is what that of {@code from} stands for
   * @throws UserError if that changes no name: BB0673
   */
  default WeightSource rename(String from, String to) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Rename rule = RenameRules.of(from, to);
    return RuledWeights.of(this, new Checkpoint(List.of(), List.of(), List.of(rule)));
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
  default List<Checkpoint> rules(Checkpoint clause) {
    return List.of(Objects.requireNonNull(clause, "clause"));
  }

  /** The numbers of tensor {@code name} as float32, in row-major order; a fresh array. */
  float[] read(String name, List<Integer> shape);

  /**
   * {@code count} of them from the {@code from}th on: also of a tensor that no array can hold,
   * where the source has such.
   *
   * @throws IndexOutOfBoundsException if it has not as many
   */
  default float[] read(String name, List<Integer> shape, long from, int count) {
    float[] all = read(name, shape);
    int start = (int) Objects.checkFromIndexSize(from, count, all.length);
    return Arrays.copyOfRange(all, start, start + count);
  }
}
