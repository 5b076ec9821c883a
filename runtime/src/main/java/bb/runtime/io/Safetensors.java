package bb.runtime.io;

import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Safetensors files. A header is validated when a file is opened; numbers are read when they are
 * asked for, whatever the file's size.
 */
public final class Safetensors {
  /** How many bytes are written at once. */
  private static final int WRITTEN = 1 << 16;

  private Safetensors() {}

  /**
   * Opens a file.
   *
   * @throws UserError if it is missing, unreadable or malformed
   */
  public static TensorFile open(Path path) {
    return of(path.toString(), UserFiles.open(path));
  }

  /**
   * Reads a stream to its end, such as a resource of a jar, and keeps its bytes (at most 2 GB).
   *
   * @param description what it is, for messages
   * @throws UserError if it is malformed
   */
  public static TensorFile read(InputStream in, String description) throws IOException {
    return of(description, new Bytes.Held(in.readAllBytes()));
  }

  static TensorFile of(String description, Bytes file) {
    SafetensorsHeader.Contents header = SafetensorsHeader.parse(file, description);
    return new TensorFile(description, header.tensors(), header.metadata());
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
    ByteBuffer chunk = ByteBuffer.allocate(WRITTEN).order(ByteOrder.LITTLE_ENDIAN);
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
