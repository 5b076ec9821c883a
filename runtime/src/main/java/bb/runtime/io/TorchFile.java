package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A state dictionary as {@code torch.save} writes it since PyTorch 1.6: a zip with a pickle, {@code
 * NAME/data.pkl}, and a file of numbers for each storage, {@code NAME/data/0}. Only what a state
 * dictionary has is read of the pickle; see {@link Pickle} and {@link TorchNames}.
 */
final class TorchFile {
  private static final String PICKLE = "data.pkl";

  /** Where a training script keeps the state dictionary among other things. */
  private static final List<String> WRAPPERS =
      List.of("state_dict", "model_state_dict", "model", "module", "params");

  /** Other tensors of a training script's: what is right beside them is not the network. */
  private static final int NAMES_SHOWN = 8;

  private static final String SAVE =
      "in Python: `torch.save(model.state_dict(), \"net.pth\")`, or"
          + " `safetensors.torch.save_file(model.state_dict(), \"net.safetensors\")`";

  private TorchFile() {}

  /** The tensors of a file, which is a zip. */
  static TensorFile of(String description, Bytes file) {
    try {
      Map<String, ZipArchive.Entry> entries = ZipArchive.entries(file);
      ZipArchive.Entry pickle = pickle(entries).orElseThrow(() -> noCheckpoint(entries));
      String folder = pickle.name().substring(0, pickle.name().length() - PICKLE.length());
      if (entries.containsKey(folder + "constants.pkl")) {
        throw new Pickle.Refused(true, "it is a TorchScript program");
      }
      requireLittleEndian(file, entries.get(folder + "byteorder"));
      Bytes bytes = new Bytes.Held(piece(file, pickle));
      Object value = Pickle.read(bytes, new TorchNames(file, entries, folder));
      return new TensorFile(description, readable(description, tensors(value)), Map.of());
    } catch (ZipArchive.Malformed e) {
      throw malformed(description, e.getMessage());
    } catch (Pickle.Refused e) {
      throw e.isHarmful()
          ? new UserError(
                  ErrorCode.BB0671,
                  Message.of("`%s` holds more than tensors: %s", description, e.getMessage()))
              .note("a PyTorch file may hold a program; nothing of it was run")
              .help("save the state dictionary alone; " + SAVE)
          : malformed(description, e.getMessage());
    }
  }

  private static UserError malformed(String description, String why) {
    return new UserError(
            ErrorCode.BB0670,
            Message.of("`%s` is a PyTorch file that cannot be read: %s", description, why))
        .help("save it again; " + SAVE);
  }

  private static Optional<ZipArchive.Entry> pickle(Map<String, ZipArchive.Entry> entries) {
    return entries.values().stream()
        .filter(e -> e.name().equals(PICKLE) || e.name().endsWith("/" + PICKLE))
        .filter(e -> e.name().indexOf('/') == e.name().lastIndexOf('/'))
        .findFirst();
  }

  private static Pickle.Refused noCheckpoint(Map<String, ZipArchive.Entry> entries) {
    boolean arrays = entries.keySet().stream().anyMatch(name -> name.endsWith(".npy"));
    return new Pickle.Refused(
        false,
        arrays ? "it is a zip of NumPy arrays" : "it is a zip without the entry `" + PICKLE + "`");
  }

  /** Nothing is unpacked: PyTorch packs nothing, and what is packed may be of any size. */
  static void requireUnpacked(ZipArchive.Entry entry) throws Pickle.Refused {
    if (entry.packed()) {
      throw new Pickle.Refused(
          false, "its entry `" + entry.name() + "` is packed, which PyTorch never does");
    }
  }

  private static byte[] piece(Bytes file, ZipArchive.Entry entry) throws Pickle.Refused {
    requireUnpacked(entry);
    if (entry.size() > Pickle.MAX_BYTES) {
      throw new Pickle.Refused(
          false,
          Message.of(
              "its `%s` has %,d bytes, and %,d are read", PICKLE, entry.size(), Pickle.MAX_BYTES));
    }
    return file.at(entry.begin(), (int) entry.size()).toArray(ValueLayout.JAVA_BYTE);
  }

  private static void requireLittleEndian(Bytes file, ZipArchive.@Nullable Entry order)
      throws Pickle.Refused {
    if (order == null) {
      return;
    }
    String text = new String(piece(file, order), StandardCharsets.UTF_8);
    if (!text.equals("little")) {
      throw new Pickle.Refused(false, "its numbers are not little-endian");
    }
  }

  /**
   * The state dictionary: the value itself, or what a training script calls so, or the only one
   * that there is.
   */
  private static Map<String, Object> tensors(Object value) throws Pickle.Refused {
    if (value instanceof Pickle.Dictionary(var items)) {
      for (String key : WRAPPERS) {
        Optional<Map<String, Object>> inner = TorchNames.tensors(items.get(key));
        if (inner.isPresent()) {
          return inner.get();
        }
      }
      Optional<Map<String, Object>> own = TorchNames.tensors(value);
      if (own.isPresent()) {
        return own.get();
      }
      List<Map<String, Object>> inside =
          items.values().stream().flatMap(inner -> TorchNames.tensors(inner).stream()).toList();
      if (inside.size() == 1) {
        return inside.getFirst();
      }
      String keys =
          items.keySet().stream()
              .limit(NAMES_SHOWN)
              .map(key -> "`" + key + "`")
              .collect(Collectors.joining(", "));
      throw new Pickle.Refused(
          false,
          "it has no tensors under their names, only " + (keys.isEmpty() ? "nothing" : keys));
    }
    throw new Pickle.Refused(false, "it holds no dictionary");
  }

  private static Map<String, StoredTensor> readable(
      String description, Map<String, Object> tensors) {
    Map<String, StoredTensor> readable = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> {
      switch (tensor) {
        case StoredTensor stored -> readable.put(name, stored);
        case TorchNames.Unreadable(var why) ->
            throw new UserError(
                    ErrorCode.BB0607,
                    Message.of("tensor `%s` in `%s` cannot be read: %s", name, description, why))
                .note("types that can be read: " + ElementType.names())
                .help("convert it in Python: `tensor.float()`");
        default -> throw new IllegalStateException();
      }
    });
    return readable;
  }
}
