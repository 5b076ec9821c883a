package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.io.SafetensorsHeader.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A safetensors file. Its header is validated when it is opened; its numbers are read from the file
 * when they are asked for, whatever its size, and there is nothing to close.
 */
public final class Safetensors implements WeightSource {
  /** How many bytes are copied at once. */
  private static final int COPIED = 1 << 16;

  /** Numbers of an array. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final String description;
  private final Bytes file;
  private final SafetensorsHeader.Contents header;

  private Safetensors(String description, Bytes file) {
    this.description = description;
    this.file = file;
    this.header = SafetensorsHeader.parse(file, description);
  }

  /**
   * Opens a file.
   *
   * @throws UserError if it is missing, unreadable or malformed
   */
  public static Safetensors open(Path path) {
    return new Safetensors(path.toString(), UserFiles.open(path));
  }

  /**
   * Reads a stream to its end, such as a resource of a jar, and keeps its bytes (at most 2 GB).
   *
   * @param description what it is, for messages
   * @throws UserError if it is malformed
   */
  public static Safetensors read(InputStream in, String description) throws IOException {
    return new Safetensors(description, new Bytes.Held(in.readAllBytes()));
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Optional<Map<String, List<Integer>>> contents() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    header.entries().forEach((name, entry) -> shapes.put(name, entry.shape()));
    return Optional.of(shapes);
  }

  @Override
  public float[] read(String name, List<Integer> shape) {
    Entry entry = entry(name, shape);
    long count = (entry.end() - entry.begin()) / entry.type().bytes();
    if (count > LARGEST) {
      throw new UserError(
          ErrorCode.BB0610,
          Message.of(
              "tensor `%s` in `%s` holds %,d numbers, more than a Java array can",
              name, description, count));
    }
    return entry.type().read(file, entry.begin(), (int) count);
  }

  @Override
  public float[] read(String name, List<Integer> shape, long from, int count) {
    Entry entry = entry(name, shape);
    return entry.type().read(file, entry.begin() + from * entry.type().bytes(), count);
  }

  private Entry entry(String name, List<Integer> shape) {
    Entry entry = header.entries().get(name);
    if (entry == null || !entry.shape().equals(shape)) {
      String found = entry == null ? "is not there" : "is " + entry.shape();
      throw new UserError(
          ErrorCode.BB0612,
          Message.of(
              "`%s` does not fit: tensor `%s` %s shape %s is needed",
              description, name, found + ";", shape));
    }
    return entry;
  }

  /** What the file says about itself, such as who wrote it. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /**
   * Copies the whole file, but for metadata that is added to its own or replaces it.
   *
   * @throws UserError if it cannot be read any more
   */
  public void copyTo(OutputStream out, Map<String, String> metadata) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(header.metadata());
    all.putAll(metadata);
    HeaderText text = new HeaderText().metadata(all);
    long start = header.dataStart();
    header
        .entries()
        .forEach((name, entry) ->
            text.tensor(
                name, entry.type(), entry.shape(), entry.begin() - start, entry.end() - start));
    out.write(text.bytes());
    for (long at = start; at < file.size(); at += COPIED) {
      int count = (int) Math.min(COPIED, file.size() - at);
      out.write(file.at(at, count).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /**
   * Writes tensors as float32 in the map's order: the whole file or, on failure, none.
   *
   * @throws UserError if the file cannot be written
   */
  public static void write(Path path, Map<String, Tensor> tensors) {
    OutputFile.write(
        path,
        out -> {
          out.write(header(tensors));
          for (Tensor tensor : tensors.values()) {
            writeNumbers(out, tensor.data());
          }
        });
  }

  private static byte[] header(Map<String, Tensor> tensors) {
    HeaderText header = new HeaderText();
    long offset = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long end = offset + 4L * tensor.getValue().data().length;
      List<Integer> shape = IntStream.of(tensor.getValue().shape()).boxed().toList();
      header.tensor(tensor.getKey(), ElementType.F32, shape, offset, end);
      offset = end;
    }
    return header.bytes();
  }

  private static void writeNumbers(OutputStream out, float[] data) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(COPIED).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : data) {
      chunk.putFloat(number);
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
    }
    out.write(chunk.array(), 0, chunk.position());
  }
}
