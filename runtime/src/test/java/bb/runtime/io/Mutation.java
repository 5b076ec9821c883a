package bb.runtime.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;

/**
 * Changes valid files as somebody would who knows their formats: what holds a file together,
 * lengths and checksums, is mostly right afterwards, and what it says is not.
 */
final class Mutation {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[\\[\\](){},:]|[^\\[\\](){},:\"'\\s]+|\\s+");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "4",
          "8",
          "65535",
          "65536",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "1e999",
          "-0.0",
          "1e-400",
          "0.5",
          "3.4e38",
          "1".repeat(400),
          "00",
          "NaN",
          "true",
          "null");

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "__metadata__",
          "shape",
          "data",
          "dtype",
          "data_offsets",
          "F32",
          "F64",
          "BF16",
          "I64",
          "<f8",
          "|O",
          "NaN",
          "Infinity",
          "\\u001b[2J",
          "\\u2028\\u202e",
          "\\ud800",
          "x".repeat(3000),
          "\u001b[31m",
          "\u2029");

  private static final List<Integer> INTEGERS =
      List.of(0, 1, 2, 255, 256, 4096, 10_000, 65_535, 100_000, Integer.MAX_VALUE, -1, 1 << 31);

  /** 32 MiB of them, in 32 KiB. */
  private static final byte[] ZEROS = zeros();

  /** Those of pickles, as characters of Latin 1. */
  private static final String INSTRUCTIONS =
      "\u0080\u0081\u0082\u0085\u0086\u0087\u0088\u008a\u0092\u0093\u0094\u0095"
          + "().01JKMNQPRXbceghijloqrstu}]";

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A few bytes of any file. */
  byte[] bytes(byte[] file) {
    byte[] changed = file.clone();
    for (int i = random.nextInt(1, 5); i > 0 && changed.length > 0; i--) {
      // most of what matters lies at the front
      int end = random.nextBoolean() ? Math.min(200, changed.length) : changed.length;
      int at = random.nextInt(end);
      int other = random.nextInt(changed.length);
      switch (random.nextInt(6)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
        case 3 -> changed = Arrays.copyOf(changed, at);
        case 4 -> changed = joined(Arrays.copyOf(changed, at), tail(changed, other));
        default -> changed = joined(changed, Arrays.copyOfRange(changed, at, Math.max(at, other)));
      }
    }
    return changed;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** The pickle of a PyTorch file, or its zip. */
  byte[] torch(byte[] file) {
    if (random.nextInt(4) == 0) {
      return bytes(file);
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    Bytes held = new Bytes.Held(file);
    try {
      for (ZipArchive.Entry e : ZipArchive.entries(held).values()) {
        byte[] content = held.at(e.begin(), (int) e.size()).toArray(ValueLayout.JAVA_BYTE);
        entries.put(e.name(), e.name().endsWith(".pkl") ? pickle(content) : content);
      }
    } catch (ZipArchive.Malformed e) {
      throw new AssertionError(e);
    }
    return PickleBytes.zip(entries, ZipEntry.STORED);
  }

  private byte[] pickle(byte[] pickle) {
    byte[] changed = pickle.clone();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(changed.length);
      int other = random.nextInt(changed.length);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] = (byte) INSTRUCTIONS.charAt(random.nextInt(INSTRUCTIONS.length()));
        case 2 -> changed[at] = changed[other];
        case 3 ->
            changed = joined(joined(Arrays.copyOf(changed, at), integer()), tail(changed, at));
        default -> changed = joined(Arrays.copyOf(changed, at), tail(changed, other));
      }
      if (changed.length == 0) {
        return changed;
      }
    }
    return changed;
  }

  private byte[] integer() {
    return ByteBuffer.allocate(5)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'J')
        .putInt(one(INTEGERS))
        .array();
  }

  /** The words of a text: JSON, or a dictionary of Python's. */
  String text(String text) {
    if (random.nextInt(10) == 0) {
      return nested();
    }
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    for (int i = random.nextInt(1, 4); i > 0 && !tokens.isEmpty(); i--) {
      int at = random.nextInt(tokens.size());
      int other = random.nextInt(tokens.size());
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> tokens.set(at, like(tokens.get(at)));
        case 3 -> tokens.remove(at);
        case 4 -> tokens.add(at, tokens.get(other));
        case 5 -> tokens.set(at, tokens.get(other));
        case 6 -> repeat(tokens, Math.min(at, other), Math.max(at, other));
        default -> tokens.add(at, nested());
      }
    }
    return String.join("", tokens);
  }

  private String like(String token) {
    char first = token.charAt(0);
    if (first == '"' || first == '\'') {
      return first + one(TEXTS) + first;
    }
    return Character.isLetterOrDigit(first) || first == '-'
        ? one(NUMBERS)
        : one(List.of("[", "]", "{", "}", "(", ")", ",", ":", "\"a\":"));
  }

  private void repeat(List<String> tokens, int from, int to) {
    List<String> piece = List.copyOf(tokens.subList(from, to));
    int times = Math.min(random.nextInt(1, 200), 20_000 / Math.max(1, piece.size()));
    for (int i = 0; i < times; i++) {
      tokens.addAll(from, piece);
    }
  }

  /** Lists in lists, the first of which may be far longer than the others. */
  private String nested() {
    int count = random.nextInt(1, 5000);
    return switch (random.nextInt(4)) {
      case 0 -> "[".repeat(count) + "]".repeat(count);
      case 1 -> "[[" + "0,".repeat(count) + "0]" + ",[]".repeat(count) + "]";
      case 2 ->
          "[[[" + "0,".repeat(count) + "0]" + ",[]".repeat(count) + "]" + ",[]".repeat(count) + "]";
      default -> "1,".repeat(count);
    };
  }

  /** A text of a new length after a prefix that says how long it is. */
  private byte[] framed(byte[] prefix, int lengthBytes, String text, byte[] rest) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    long length = random.nextInt(10) == 0 ? one(INTEGERS) : body.length;
    ByteBuffer out =
        ByteBuffer.allocate(prefix.length + lengthBytes + body.length + rest.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(prefix);
    switch (lengthBytes) {
      case 2 -> out.putShort((short) length);
      case 4 -> out.putInt((int) length);
      default -> out.putLong(length);
    }
    return out.put(body).put(rest).array();
  }

  byte[] safetensors(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    String header = new String(file, 8, length, StandardCharsets.UTF_8);
    return framed(new byte[0], 8, text(header), tail(file, 8 + length));
  }

  /** A file of version 1. */
  byte[] npy(byte[] file) {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    String header = new String(file, 10, length, StandardCharsets.ISO_8859_1);
    byte[] prefix = Arrays.copyOf(file, 8);
    prefix[6] = (byte) random.nextInt(1, 4);
    return framed(prefix, prefix[6] == 1 ? 2 : 4, text(header), tail(file, 10 + length));
  }

  /** The chunks of a PNG, with the checksums that they then have. */
  byte[] png(byte[] file) {
    List<byte[]> chunks = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file);
    for (int at = 8; at < file.length; at += 12 + in.getInt(at)) {
      chunks.add(Arrays.copyOfRange(file, at + 4, at + 8 + in.getInt(at)));
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(chunks.size());
      byte[] chunk = chunks.get(at);
      byte[] header = Arrays.copyOf(chunks.getFirst(), 17);
      switch (random.nextInt(6)) {
        case 0 -> {
          ByteBuffer.wrap(header).putInt(random.nextBoolean() ? 4 : 8, one(INTEGERS));
          chunks.set(0, header);
        }
        case 1 -> {
          header[12 + random.nextInt(5)] = (byte) random.nextInt(20);
          chunks.set(0, header);
        }
        case 2 -> chunks.add(at + 1, chunk);
        case 3 -> chunks.add(1, bomb());
        case 4 -> chunks.set(at, joined(Arrays.copyOf(chunk, 4), bytes(tail(chunk, 4))));
        default -> chunks.add(random.nextInt(1, chunks.size() + 1), chunk);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, 8);
    for (byte[] chunk : chunks) {
      CRC32 checksum = new CRC32();
      checksum.update(chunk);
      out.writeBytes(ByteBuffer.allocate(4).putInt(chunk.length - 4).array());
      out.writeBytes(chunk);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
    return out.toByteArray();
  }

  /** Text or a profile that is far longer when it is unpacked. */
  private byte[] bomb() {
    String start = one(List.of("zTXta\0\0", "iCCPa\0\0", "iTXta\0\1\0\0\0"));
    return joined(start.getBytes(StandardCharsets.ISO_8859_1), ZEROS);
  }

  private static byte[] zeros() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
      packed.write(new byte[1 << 25]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** The frame of a JPEG, and its segments. */
  byte[] jpeg(byte[] file) {
    byte[] changed = file.clone();
    int at = 2;
    while ((changed[at + 1] & 0xFF) < 0xC0 || (changed[at + 1] & 0xFF) > 0xC2) {
      at += 2 + ((changed[at + 2] & 0xFF) << 8 | changed[at + 3] & 0xFF);
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        int size = one(List.of(0, 1, 2, 100, 4096, 5000));
        ByteBuffer.wrap(changed).putShort(at + (random.nextBoolean() ? 5 : 7), (short) size);
      }
      case 1 -> changed[at + 9] = (byte) random.nextInt(6);
      case 2 -> changed[at + 1] = (byte) random.nextInt(0xC0, 0xD0);
      default -> changed[at + 10 + random.nextInt(9)] = (byte) random.nextInt(256);
    }
    return random.nextBoolean() ? changed : bytes(changed);
  }
}
