package bb.runtime.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The directory of a zip file whose entries are stored as they are, so that they can be read in
 * place. Nothing is ever unpacked, so that what an entry promises is in the file. (PKWARE's
 * APPNOTE.TXT, 6.3.10)
 */
final class ZipArchive {
  /** Bytes of the directory: more than any model's file has. */
  private static final int MAX_DIRECTORY = 1 << 26;

  private static final int END = 0x06054b50;
  private static final int END64 = 0x06064b50;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;

  /** The shortest of each, with its signature. */
  private static final int END_BYTES = 22;

  private static final int LOCATOR64_BYTES = 20;
  private static final int END64_BYTES = 56;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_BYTES = 30;

  /** What stands for a number that is in the extra field. */
  private static final long WIDE = 0xFFFFFFFFL;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Where the bytes of an entry lie in the file.
   *
   * @param packed whether they would have to be unpacked, which is not done
   */
  record Entry(String name, long begin, long size, boolean packed) {
    long end() {
      return begin + size;
    }
  }

  /** What is wrong with a file, as a clause. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private final Bytes file;

  private ZipArchive(Bytes file) {
    this.file = file;
  }

  /** The entries by their names, in the directory's order. */
  static Map<String, Entry> entries(Bytes file) throws Malformed {
    return new ZipArchive(file).entries();
  }

  private record Directory(long begin, long size) {}

  private Map<String, Entry> entries() throws Malformed {
    Directory directory = directory();
    if (directory.begin < 0
        || directory.size < 0
        || directory.size > MAX_DIRECTORY
        || directory.begin > file.size() - directory.size) {
      throw new Malformed("its directory lies outside of it");
    }
    MemorySegment bytes = file.at(directory.begin, (int) directory.size);
    Map<String, Entry> entries = new LinkedHashMap<>();
    long at = 0;
    while (at < directory.size) {
      if (directory.size - at < CENTRAL_BYTES || bytes.get(INT, at) != CENTRAL) {
        throw new Malformed("its directory is broken");
      }
      long length = CENTRAL_BYTES + u16(bytes, at + 28) + u16(bytes, at + 30) + u16(bytes, at + 32);
      if (length > directory.size - at) {
        throw new Malformed("its directory is broken");
      }
      Entry entry = entry(bytes.asSlice(at, length), directory.begin);
      if (entries.put(entry.name, entry) != null) {
        throw new Malformed("it has two entries `" + entry.name + "`");
      }
      at += length;
    }
    requireApart(entries);
    return entries;
  }

  /** Finds the directory by what stands at the end of the file, before a comment. */
  private Directory directory() throws Malformed {
    int searched = (int) Math.min(file.size(), END_BYTES + 0xFFFF);
    MemorySegment tail = file.at(file.size() - searched, searched);
    for (int at = searched - END_BYTES; at >= 0; at--) {
      if (tail.get(INT, at) == END && u16(tail, at + 20) == searched - END_BYTES - at) {
        long end = file.size() - searched + at;
        long size = u32(tail, at + 12);
        long begin = u32(tail, at + 16);
        boolean wide = size == WIDE || begin == WIDE || u16(tail, at + 10) == 0xFFFF;
        return wide ? wide(end) : new Directory(begin, size);
      }
    }
    throw new Malformed("its end is missing");
  }

  private Directory wide(long end) throws Malformed {
    if (end < LOCATOR64_BYTES) {
      throw new Malformed("its end is broken");
    }
    MemorySegment locator = file.at(end - LOCATOR64_BYTES, LOCATOR64_BYTES);
    long at = locator.get(LONG, 8);
    if (locator.get(INT, 0) != LOCATOR64 || at < 0 || at > end - END64_BYTES) {
      throw new Malformed("its end is broken");
    }
    MemorySegment record = file.at(at, END64_BYTES);
    if (record.get(INT, 0) != END64) {
      throw new Malformed("its end is broken");
    }
    return new Directory(record.get(LONG, 48), record.get(LONG, 40));
  }

  /** An entry of the directory, which begins at {@code limit}. */
  private Entry entry(MemorySegment bytes, long limit) throws Malformed {
    int nameLength = u16(bytes, 28);
    String name =
        new String(
            bytes.asSlice(CENTRAL_BYTES, nameLength).toArray(ValueLayout.JAVA_BYTE),
            StandardCharsets.UTF_8);
    if ((u16(bytes, 8) & 1) != 0) {
      throw new Malformed("its entry `" + name + "` is encrypted");
    }
    long packed = u32(bytes, 20);
    long size = u32(bytes, 24);
    long local = u32(bytes, 42);
    if (packed == WIDE || size == WIDE || local == WIDE) {
      MemorySegment extra = wideExtra(bytes, CENTRAL_BYTES + nameLength, u16(bytes, 30), name);
      long at = 0;
      if (size == WIDE) {
        size = long64(extra, at, name);
        at += Long.BYTES;
      }
      if (packed == WIDE) {
        packed = long64(extra, at, name);
        at += Long.BYTES;
      }
      if (local == WIDE) {
        local = long64(extra, at, name);
      }
    }
    if (local < 0 || packed < 0 || local > limit - LOCAL_BYTES) {
      throw new Malformed("its entry `" + name + "` lies outside of it");
    }
    MemorySegment header = file.at(local, LOCAL_BYTES);
    long begin = local + LOCAL_BYTES + u16(header, 26) + u16(header, 28);
    if (header.get(INT, 0) != LOCAL || begin > limit || packed > limit - begin) {
      throw new Malformed("its entry `" + name + "` lies outside of it");
    }
    return new Entry(name, begin, packed, u16(bytes, 10) != 0 || packed != size);
  }

  /** The extra field in which numbers of 64 bits stand. */
  private static MemorySegment wideExtra(MemorySegment bytes, long from, int length, String name)
      throws Malformed {
    long at = from;
    while (at + 4 <= from + length) {
      int size = u16(bytes, at + 2);
      if (at + 4 + size > from + length) {
        break;
      }
      if (u16(bytes, at) == 1) {
        return bytes.asSlice(at + 4, size);
      }
      at += 4 + size;
    }
    throw new Malformed("its entry `" + name + "` is broken");
  }

  private static long long64(MemorySegment extra, long at, String name) throws Malformed {
    if (at + Long.BYTES > extra.byteSize()) {
      throw new Malformed("its entry `" + name + "` is broken");
    }
    return extra.get(LONG, at);
  }

  private static void requireApart(Map<String, Entry> entries) throws Malformed {
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).begin < ordered.get(i - 1).end()) {
        throw new Malformed(
            "its entries `%s` and `%s` overlap"
                .formatted(ordered.get(i - 1).name, ordered.get(i).name));
      }
    }
  }

  private static int u16(MemorySegment bytes, long at) {
    return Short.toUnsignedInt(bytes.get(SHORT, at));
  }

  private static long u32(MemorySegment bytes, long at) {
    return Integer.toUnsignedLong(bytes.get(INT, at));
  }
}
