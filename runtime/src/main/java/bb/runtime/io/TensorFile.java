package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The tensors of a file, or of several that belong together. What the file says of them has been
 * checked; their numbers are read when they are asked for, and there is nothing to close.
 */
public final class TensorFile implements WeightSource {
  private final String description;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;

  /**
   * @param description what it is, for messages
   * @param tensors in the file's order
   * @param metadata what the file says about itself
   */
  TensorFile(String description, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    this.description = description;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** What there is to say of a tensor: {@code F32}, its shape, and its bytes in row-major order. */
  public record Entry(String type, List<Integer> shape, long count, long bytes) {}

  @Override
  public String description() {
    return description;
  }

  @Override
  public Optional<Map<String, List<Integer>>> contents() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return Optional.of(shapes);
  }

  /** All tensors, in the file's order. */
  public Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> {
      long count = tensor.count();
      long bytes = Math.multiplyExact(count, tensor.type().bytes());
      entries.put(name, new Entry(tensor.type().name(), tensor.shape(), count, bytes));
    });
    return entries;
  }

  @Override
  public float[] read(String name, List<Integer> shape) {
    return tensor(name, shape).read(name, description);
  }

  @Override
  public float[] read(String name, List<Integer> shape, long from, int count) {
    return tensor(name, shape).read(from, count);
  }

  private StoredTensor tensor(String name, List<Integer> shape) {
    StoredTensor tensor = tensors.get(Objects.requireNonNull(name, "name"));
    Objects.requireNonNull(shape, "shape");
    if (tensor == null || !tensor.shape().equals(shape)) {
      String found = tensor == null ? "is not there" : "is " + tensor.shape();
      throw new UserError(
          ErrorCode.BB0612,
          Message.of(
              "`%s` does not fit: tensor `%s` %s shape %s is needed",
              description, name, found + ";", shape));
    }
    return tensor;
  }

  /** The tensors as they lie in the file. */
  Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /** All names, each for itself. */
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    tensors.keySet().forEach(name -> names.put(name, name));
    return names;
  }

  /** What the file says about itself, such as who wrote it. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Writes tensors as a safetensors file, with their types.
   *
   * @param names what is written, and what each of it is called here
   * @param added metadata that is added to the file's own or replaces it
   * @throws UserError if it cannot be read any more
   */
  public void copyTo(OutputStream out, Map<String, String> names, Map<String, String> added)
      throws IOException {
    copyTo(out, names, added, Narrowing.NONE);
  }

  /** The same with numbers in another type, where that has them. */
  public void copyTo(
      OutputStream out, Map<String, String> names, Map<String, String> added, Narrowing narrowing)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.putAll(added);
    HeaderText text = new HeaderText().metadata(all);
    long offset = 0;
    for (Map.Entry<String, String> name : names.entrySet()) {
      StoredTensor tensor = tensors.get(name.getValue());
      ElementType type = narrowing.type(tensor);
      long end = offset + tensor.count() * type.bytes();
      text.tensor(name.getKey(), type, tensor.shape(), offset, end);
      offset = end;
    }
    out.write(text.bytes());
    for (String own : names.values()) {
      StoredTensor tensor = tensors.get(own);
      if (narrowing.type(tensor) == tensor.type()) {
        tensor.copyTo(out);
      } else {
        tensor.copyTo(out, narrowing);
      }
    }
  }
}
