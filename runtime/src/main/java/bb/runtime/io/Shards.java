package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A checkpoint in several files, and the index that says which tensor lies in which: {@code
 * model.safetensors.index.json}, {@code pytorch_model.bin.index.json}. The files lie beside the
 * index.
 */
final class Shards {
  /** Files of a checkpoint. */
  private static final int MOST = 1_000;

  /** Bytes of an index; one of a thousand tensors has a hundred thousand. */
  private static final int MAX_BYTES = 1 << 26;

  private final Path index;

  private Shards(Path index) {
    this.index = index;
  }

  /** Whether a file is an index, by its first bytes. */
  static boolean isIndex(Bytes file) {
    int count = (int) Math.min(file.size(), Long.BYTES + 1);
    byte[] start = file.at(0, count).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(start, StandardCharsets.ISO_8859_1).stripLeading();
    // in a safetensors file the brace stands behind a length of eight bytes
    return text.startsWith("{") && (count <= Long.BYTES || start[Long.BYTES] != '{');
  }

  static TensorFile of(Path index, Bytes file) {
    return new Shards(index).read(file);
  }

  private TensorFile read(Bytes file) {
    Map<String, TensorFile> shards = new LinkedHashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    places(file)
        .forEach((tensor, name) -> {
          StoredTensor found = shards.computeIfAbsent(name, this::open).tensors().get(tensor);
          if (found == null) {
            throw malformed(
                Message.of("tensor `%s` should lie in `%s`, and does not", tensor, name));
          }
          if (shards.size() > MOST) {
            throw malformed(Message.of("it names more than %,d files", MOST));
          }
          tensors.put(tensor, found);
        });
    return new TensorFile(index.toString(), tensors, Map.of());
  }

  private Map<String, String> places(Bytes file) {
    if (file.size() > MAX_BYTES) {
      throw malformed(Message.of("it has more than %,d bytes", MAX_BYTES));
    }
    try {
      byte[] bytes = file.at(0, (int) file.size()).toArray(ValueLayout.JAVA_BYTE);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!(Json.parse(text) instanceof Map<?, ?> members)
          || !(members.get("weight_map") instanceof Map<?, ?> map)) {
        throw malformed("it has no object `weight_map`");
      }
      Map<String, String> places = new LinkedHashMap<>();
      map.forEach((tensor, name) -> places.put((String) tensor, fileName(name)));
      return places;
    } catch (CharacterCodingException e) {
      throw malformed("it is not UTF-8 text");
    } catch (Json.Malformed e) {
      throw malformed(
          e.duplicate().map(name -> "it gives `" + name + "` twice").orElseGet(e::getMessage));
    }
  }

  /** The name of a file in the same folder: an index leads nowhere else. */
  private String fileName(Object name) {
    if (!(name instanceof String text)
        || text.isEmpty()
        || text.startsWith(".")
        || text.contains("/")
        || text.contains("\\")
        || text.contains(":")) {
      throw malformed("`" + name + "` is not the name of a file beside it");
    }
    return text;
  }

  private TensorFile open(String name) {
    Path path = index.resolveSibling(UserFiles.path(name));
    if (FileKind.of(path) == FileKind.NOTHING) {
      // the nearest name would be that of another part, which is none in its place
      throw new UserError(ErrorCode.BB0601, Message.of("there is no file `%s`", path))
          .note(Message.of("the index `%s` names it: a part of the tensors lies in it", index))
          .help("fetch this part from where the index comes from, and put it beside the others");
    }
    Bytes file = UserFiles.openRegular(path);
    return Weights.single(path.toString(), file);
  }

  private UserError malformed(String why) {
    return new UserError(
        ErrorCode.BB0672, Message.of("the index `%s` cannot be read: %s", index, why));
  }
}
