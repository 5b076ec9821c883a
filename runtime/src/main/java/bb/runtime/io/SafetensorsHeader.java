package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and validates a safetensors file's header completely, so that reading a tensor cannot fail:
 * eight bytes of length, that many bytes of JSON, then the data, which the tensors cover without a
 * gap. (huggingface.co/docs/safetensors, "Format")
 */
final class SafetensorsHeader {
  private record Entry(ElementType type, List<Integer> shape, long begin, long end) {}

  /**
   * What a header says.
   *
   * @param metadata what the file says about itself
   * @param tensors the file's tensors, in the header's order
   */
  record Contents(Map<String, String> metadata, Map<String, StoredTensor> tensors) {}

  private static final long MAX_BYTES = 100_000_000;
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Bytes file;
  private final String name;
  private final long dataStart;

  private SafetensorsHeader(Bytes file, String name) {
    this.file = file;
    this.name = name;
    this.dataStart = dataStart(file, name);
  }

  /**
   * Reads a header.
   *
   * @param name what the file is, for messages
   */
  static Contents parse(Bytes file, String name) {
    return new SafetensorsHeader(file, name).contents();
  }

  private static long dataStart(Bytes file, String name) {
    OtherFormat.recognise(file)
        .ifPresent(other -> {
          throw new UserError(
                  ErrorCode.BB0604,
                  "`" + name + "` is not a safetensors file: it is " + other.what())
              .help(other.help());
        });
    if (file.size() < 8) {
      throw notSafetensors(
          name, Message.of("it has %,d bytes, and its length field alone has 8", file.size()));
    }
    long length = file.at(0, Long.BYTES).get(LENGTH, 0);
    if (length < 0 || length > MAX_BYTES) {
      throw notSafetensors(name, "its first 8 bytes are not the length of a header");
    }
    if (length > file.size() - 8) {
      throw new UserError(
              ErrorCode.BB0604,
              Message.of(
                  "`%s` is cut short: its header needs %,d bytes, and the file has %,d",
                  name, 8 + length, file.size()))
          .help("copy or download the file again");
    }
    return 8 + length;
  }

  private static UserError notSafetensors(String name, String why) {
    return new UserError(ErrorCode.BB0604, "`" + name + "` is not a safetensors file: " + why)
        .help("weights are a safetensors file, the index of several, or what PyTorch saved");
  }

  private Contents contents() {
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Object> member : header().entrySet()) {
      if (member.getKey().equals("__metadata__")) {
        metadata.putAll(metadata(member.getValue()));
      } else {
        entries.put(member.getKey(), entry(member.getKey(), member.getValue()));
      }
    }
    checkCoverage(entries);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    entries.forEach(
        (tensor, e) -> tensors.put(tensor, new StoredTensor(e.type(), e.shape(), file, e.begin())));
    return new Contents(metadata, tensors);
  }

  private Map<String, Object> header() {
    try {
      byte[] bytes = file.at(8, (int) dataStart - 8).toArray(ValueLayout.JAVA_BYTE);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return members(Json.parse(text)).orElseThrow(() -> malformed("it is not a JSON object"));
    } catch (CharacterCodingException e) {
      throw malformed("it is not UTF-8 text");
    } catch (Json.Malformed e) {
      throw e.duplicate().map(this::duplicate).orElseGet(() -> malformed(e.getMessage()));
    }
  }

  private UserError malformed(String why) {
    return new UserError(ErrorCode.BB0605, "the header of `" + name + "` cannot be read: " + why);
  }

  private UserError duplicate(String tensor) {
    return new UserError(
        ErrorCode.BB0611, "the header of `" + name + "` gives `" + tensor + "` twice");
  }

  private Map<String, String> metadata(Object value) {
    Map<String, String> strings = new LinkedHashMap<>();
    members(value)
        .orElseThrow(this::noMetadata)
        .forEach((key, member) -> {
          if (!(member instanceof String text)) {
            throw noMetadata();
          }
          strings.put(key, text);
        });
    return strings;
  }

  private UserError noMetadata() {
    return malformed("its `__metadata__` is not an object of strings");
  }

  private Entry entry(String tensor, Object value) {
    Map<String, Object> members =
        members(value).orElseThrow(() -> entryError(tensor, "it is not an object"));
    if (!(members.get("dtype") instanceof String dtype)) {
      throw entryError(tensor, "its `dtype` is not a string");
    }
    ElementType type = ElementType.named(dtype).orElseThrow(() -> unknownType(tensor, dtype));
    List<Long> shape = wholeNumbers(tensor, "shape", members.get("shape"));
    List<Long> offsets = wholeNumbers(tensor, "data_offsets", members.get("data_offsets"));
    if (offsets.size() != 2) {
      throw entryError(tensor, "its `data_offsets` is not a list of two counts");
    }
    for (String member : members.keySet()) {
      if (!List.of("dtype", "shape", "data_offsets").contains(member)) {
        throw entryError(tensor, "it has an unknown member `" + member + "`");
      }
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    checkRange(tensor, begin, end);
    checkSize(tensor, type, shape, end - begin);
    return new Entry(
        type, shape.stream().map(Long::intValue).toList(), dataStart + begin, dataStart + end);
  }

  private UserError entryError(String tensor, String why) {
    return new UserError(
            ErrorCode.BB0606,
            Message.of(
                "the header entry of tensor `%s` in `%s` cannot be read: %s", tensor, name, why))
        .note("an entry holds `dtype`, `shape` and `data_offsets`");
  }

  private UserError unknownType(String tensor, String dtype) {
    return new UserError(
            ErrorCode.BB0607,
            Message.of(
                "tensor `%s` in `%s` is of type `%s`, which cannot be read", tensor, name, dtype))
        .note("types that can be read: " + ElementType.names())
        .help("convert it in Python: `tensor.float()`");
  }

  private List<Long> wholeNumbers(String tensor, String member, Object value) {
    if (!(value instanceof List<?> list)) {
      throw entryError(tensor, "its `" + member + "` is not a list of counts");
    }
    return list.stream()
        .map(element ->
            wholeNumber(element)
                .orElseThrow(
                    () -> entryError(tensor, "its `" + member + "` is not a list of counts")))
        .toList();
  }

  private static Optional<Long> wholeNumber(Object value) {
    if (!(value instanceof Number number)) {
      return Optional.empty();
    }
    try {
      long whole = Long.parseLong(number.toString());
      return whole < 0 ? Optional.empty() : Optional.of(whole);
    } catch (NumberFormatException ignored) {
      return Optional.empty();
    }
  }

  private void checkRange(String tensor, long begin, long end) {
    long dataBytes = file.size() - dataStart;
    if (begin > end) {
      throw new UserError(
          ErrorCode.BB0608,
          Message.of(
              "tensor `%s` in `%s` ends at byte %,d, before it begins at %,d",
              tensor, name, end, begin));
    }
    if (end > dataBytes) {
      throw new UserError(
              ErrorCode.BB0608,
              Message.of(
                  "tensor `%s` in `%s` lies at bytes %,d to %,d, and the file has %,d bytes of data",
                  tensor, name, begin, end, dataBytes))
          .note("the file is cut short")
          .help("copy or download it again");
    }
  }

  private void checkSize(String tensor, ElementType type, List<Long> shape, long bytes) {
    if (shape.stream().anyMatch(dim -> dim > Integer.MAX_VALUE)
        || bytesOf(type, shape, bytes) != bytes) {
      throw new UserError(
          ErrorCode.BB0610,
          Message.of(
              "tensor `%s` in `%s` is %s %s, and its data are %,d bytes",
              tensor, name, type, shape, bytes));
    }
  }

  /** The size of a tensor, or -1 if that is above {@code limit}. */
  private static long bytesOf(ElementType type, List<Long> shape, long limit) {
    if (shape.contains(0L)) {
      return 0;
    }
    long bytes = type.bytes();
    for (long dim : shape) {
      if (bytes > limit / dim) {
        return -1;
      }
      bytes *= dim;
    }
    return bytes;
  }

  /** The tensors, in the order of their offsets, must follow one another to the file's end. */
  private void checkCoverage(Map<String, Entry> entries) {
    List<Map.Entry<String, Entry>> ordered =
        entries.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
                    .thenComparingLong(e -> e.getValue().end()))
            .toList();
    long reached = dataStart;
    String previous = "";
    for (Map.Entry<String, Entry> next : ordered) {
      if (next.getValue().begin() < reached) {
        throw new UserError(
            ErrorCode.BB0609,
            Message.of("tensors `%s` and `%s` in `%s` overlap", previous, next.getKey(), name));
      }
      if (next.getValue().begin() > reached) {
        throw gap(reached, next.getValue().begin());
      }
      reached = next.getValue().end();
      previous = next.getKey();
    }
    if (reached < file.size()) {
      throw gap(reached, file.size());
    }
  }

  private UserError gap(long from, long to) {
    return new UserError(
        ErrorCode.BB0609,
        Message.of(
            "bytes %,d to %,d of the data in `%s` belong to no tensor",
            from - dataStart, to - dataStart, name));
  }

  @SuppressWarnings("unchecked") // Json makes maps of strings only
  private static Optional<Map<String, Object>> members(Object value) {
    return value instanceof Map<?, ?> map
        ? Optional.of((Map<String, Object>) map)
        : Optional.empty();
  }
}
