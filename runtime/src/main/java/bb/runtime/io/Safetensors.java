package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.io.SafetensorsHeader.Entry;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  private static final int ALIGNMENT = 8;

  /** How many bytes are copied at once. */
  private static final int COPIED = 1 << 16;

  /** Numbers of an array. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final String description;
  private final Bytes file;
  private final Map<String, Entry> entries;

  private Safetensors(String description, Bytes file) {
    this.description = description;
    this.file = file;
    this.entries = SafetensorsHeader.parse(file, description);
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

  /** How many bytes the file has. */
  public long size() {
    return file.size();
  }

  /**
   * Copies the whole file.
   *
   * @throws UserError if it cannot be read any more
   */
  public void copyTo(OutputStream out) throws IOException {
    for (long done = 0; done < file.size(); done += COPIED) {
      int count = (int) Math.min(COPIED, file.size() - done);
      out.write(file.at(done, count).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Optional<Map<String, List<Integer>>> contents() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape()));
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
    Entry entry = entries.get(name);
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
    JsonStringWriter json = JsonWriter.string().object();
    long offset = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long end = offset + 4L * tensor.getValue().data().length;
      json.object(tensor.getKey())
          .value("dtype", "F32")
          .array("shape", IntStream.of(tensor.getValue().shape()).boxed().toList())
          .array("data_offsets", List.of(offset, end))
          .end();
      offset = end;
    }
    String text = json.end().done();
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    byte[] padded = (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + padded.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(padded.length)
        .put(padded)
        .array();
  }

  private static void writeNumbers(OutputStream out, float[] data) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
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
