package bb.runtime.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pickles instruction by instruction, and the zip around them. */
final class PickleBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Characters that are instructions, as they are in the tables of Python's. */
  PickleBytes op(String codes) {
    out.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  PickleBytes protocol(int protocol) {
    return op("\u0080").op(String.valueOf((char) protocol));
  }

  PickleBytes global(String module, String name) {
    return op("c" + module + "\n" + name + "\n");
  }

  PickleBytes text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return op("X").i32(bytes.length).op(text);
  }

  PickleBytes number(int number) {
    return op("J").i32(number);
  }

  PickleBytes i32(int number) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    return this;
  }

  PickleBytes i64(long number) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
    return this;
  }

  /** A storage of {@code count} float32. */
  PickleBytes storage(String key, int count) {
    return op("(")
        .text("storage")
        .global("torch", "FloatStorage")
        .text(key)
        .text("cpu")
        .number(count)
        .op("tQ");
  }

  /** A tensor of a storage that was pushed before {@code (}: offset, sizes, strides. */
  PickleBytes tensor(int count, int offset, int[] sizes, int[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op("(").storage("0", count).number(offset);
    return tuple(sizes).tuple(strides).op("\u0089}tR");
  }

  PickleBytes tuple(int... numbers) {
    op("(");
    for (int number : numbers) {
      number(number);
    }
    return op("t");
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** A file as PyTorch writes it, with a storage of 16 bytes. */
  byte[] file() {
    return file(Map.of());
  }

  /**
   * The same.
   *
   * @param others further entries, or others in their place; null leaves an entry out
   */
  byte[] file(Map<String, byte[]> others) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("net/data.pkl", bytes());
    entries.put("net/byteorder", "little".getBytes(StandardCharsets.UTF_8));
    entries.put("net/data/0", new byte[16]);
    entries.put("net/version", "3\n".getBytes(StandardCharsets.UTF_8));
    entries.putAll(others);
    return zip(entries, ZipEntry.STORED);
  }

  static byte[] zip(Map<String, byte[]> entries, int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> item : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(item.getKey());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 checksum = new CRC32();
          checksum.update(item.getValue());
          entry.setSize(item.getValue().length);
          entry.setCrc(checksum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(item.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
