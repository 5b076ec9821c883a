package bb.runtime.io;

import bb.runtime.UserError;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that can be read at any place. */
sealed interface Bytes {
  long size();

  /** The most that is best read at once. */
  int PIECE = 1 << 18;

  /**
   * A piece, to be read from its start, until this thread asks for the next.
   *
   * @throws UserError if the bytes are not there any more
   */
  MemorySegment at(long from, int count);

  /** Bytes in memory. */
  record Held(MemorySegment all) implements Bytes {
    Held(byte[] bytes) {
      this(MemorySegment.ofArray(bytes));
    }

    @Override
    public long size() {
      return all.byteSize();
    }

    @Override
    public MemorySegment at(long from, int count) {
      return all.asSlice(from, count);
    }
  }

  /** What other bytes hold from some place on. */
  record Part(Bytes whole, long begin) implements Bytes {
    @Override
    public long size() {
      return whole.size() - begin;
    }

    @Override
    public MemorySegment at(long from, int count) {
      return whole.at(begin + from, count);
    }
  }

  /** A part of other bytes. */
  record Slice(Bytes whole, long begin, long size) implements Bytes {
    @Override
    public MemorySegment at(long from, int count) {
      return whole.at(begin + from, count);
    }
  }

  /**
   * A file, read when it is asked for and not mapped into memory: where a mapped file is cut short,
   * Java throws what nobody can catch in time. There is nothing to close: the file is closed when
   * nobody holds this object any more.
   */
  final class OfFile implements Bytes {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    /** Outside of the heap, or Java would copy every piece once more. */
    private final ThreadLocal<ByteBuffer> piece =
        ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PIECE));

    private OfFile(Path path, FileChannel channel) throws IOException {
      this.path = path;
      this.channel = channel;
      this.size = channel.size();
    }

    static OfFile open(Path path) throws IOException {
      return new OfFile(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public MemorySegment at(long from, int count) {
      ByteBuffer buffer = count > PIECE ? ByteBuffer.allocate(count) : piece.get().clear();
      try {
        while (buffer.position() < count) {
          buffer.limit(Math.min(count, buffer.position() + PIECE));
          if (channel.read(buffer, from + buffer.position()) < 0) {
            throw UserFiles.unreadable(path, "it has become shorter while it was read");
          }
        }
      } catch (IOException e) {
        throw UserFiles.unreadable(path, e);
      }
      return MemorySegment.ofBuffer(buffer.flip());
    }
  }
}
