package bb.importing.write;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.read.Const;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The tensors of a network under the names that its source gives them, as a safetensors file. */
public record Weights(SequencedMap<String, Const> tensors) {
  private static final int CHUNK = 1 << 14;

  public Weights {
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }

  static Weights of(LayerGraph graph, Names names) {
    SequencedMap<String, Const> tensors = new LinkedHashMap<>();
    for (Layer layer : graph.layers()) {
      String path = names.paths().get(layer.id());
      if (path != null) {
        layer
            .weights()
            .forEach((local, tensor) ->
                tensors.put(local.isEmpty() ? path : path + "." + local, tensor));
      }
    }
    return new Weights(tensors);
  }

  /** Whether there are numbers of all tensors. */
  public boolean known() {
    return tensors.values().stream().noneMatch(t -> t.data() instanceof Const.Absent);
  }

  public void write(OutputStream stream) throws IOException {
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    stream.write(length.putLong(header.length).array());
    stream.write(header);
    for (Const tensor : tensors.values()) {
      write(tensor, stream);
    }
  }

  private String header() {
    long offset = 0;
    Map<String, String> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Const> entry : tensors.entrySet()) {
      long bytes = entry.getValue().elements() * Float.BYTES;
      entries.put(
          entry.getKey(),
          "{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  entry.getValue().dims().toString().replace(" ", ""), offset, offset + bytes));
      offset += bytes;
    }
    String text =
        entries.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    return text + " ".repeat((8 - text.length() % 8) % 8);
  }

  private static void write(Const tensor, OutputStream stream) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long elements = tensor.elements();
    for (long i = 0; i < elements; i++) {
      bytes.putFloat((float) tensor.at(i));
      if (!bytes.hasRemaining() || i + 1 == elements) {
        stream.write(bytes.array(), 0, bytes.position());
        bytes.clear();
      }
    }
  }
}
