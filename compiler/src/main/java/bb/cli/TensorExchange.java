package bb.cli;

import bb.runtime.Tensor;
import bb.runtime.io.OutputFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** A file in which two processes of {@code bbc} hand each other tensors. */
final class TensorExchange {
  private TensorExchange() {}

  static void write(Map<String, Tensor> tensors, Path file) {
    OutputFile.write(
        file,
        stream -> {
          DataOutputStream out = new DataOutputStream(stream);
          out.writeInt(tensors.size());
          for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().shape().length);
            for (int size : entry.getValue().shape()) {
              out.writeInt(size);
            }
            for (float number : entry.getValue().data()) {
              out.writeFloat(number);
            }
          }
        });
  }

  static SequencedMap<String, Tensor> read(Path file) throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        int[] shape = new int[in.readInt()];
        int elements = 1;
        for (int axis = 0; axis < shape.length; axis++) {
          shape[axis] = in.readInt();
          elements *= shape[axis];
        }
        float[] data = new float[elements];
        for (int at = 0; at < elements; at++) {
          data[at] = in.readFloat();
        }
        tensors.put(name, new Tensor(shape, data));
      }
    }
    return tensors;
  }
}
