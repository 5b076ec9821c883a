package bb.importing.darknet;

import bb.diagnostics.Code;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import bb.importing.read.Refusal;
import bb.importing.tables.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Darknet's file of weights: a header, and floats in the order of the layers without names or
 * lengths, so that only the end of the file says whether it is the network's.
 */
final class WeightsFile implements Numbers {
  private static final int VERSION = 3 * Integer.BYTES;

  private final String name;
  private final ByteBuffer bytes;
  private long at;

  private WeightsFile(String name, ByteBuffer bytes, long at) {
    this.name = name;
    this.bytes = bytes;
    this.at = at;
  }

  static WeightsFile open(String name, ByteBuffer file) {
    ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.limit() < VERSION + Integer.BYTES) {
      throw Refusal.of(Code.BB0912, "`%s` is no file of darknet's weights", name)
          .note("it has %,d bytes, which are no header".formatted(bytes.limit()));
    }
    int major = bytes.getInt(0);
    int minor = bytes.getInt(Integer.BYTES);
    if (major < 0 || major > 1000 || minor < 0 || minor > 1000) {
      throw Refusal.of(Code.BB0912, "`%s` is no file of darknet's weights, or of an old form", name)
          .note("it begins with version %d.%d".formatted(major, minor))
          .help("darknet itself reads the old form and saves the new one");
    }
    // how many images it has seen
    int seen = major * 10 + minor >= 2 ? Long.BYTES : Integer.BYTES;
    return new WeightsFile(name, bytes, VERSION + seen);
  }

  @Override
  public Const next(String path, List<Long> dims) {
    long count = Const.elements(dims);
    long begin = at;
    at = Math.addExact(at, Math.multiplyExact(count, (long) Float.BYTES));
    // a file that is too short is refused at its end
    Const.Data numbers =
        at <= bytes.limit() ? new Floats(bytes, (int) begin) : new Const.Absent(path);
    return new Const(Kind.FLOAT, dims, numbers, Optional.of(path));
  }

  /** That the network has read all of it. */
  void end() {
    if (at != bytes.limit()) {
      throw Refusal.of(Code.BB0912, "`%s` has the weights of another network", name)
          .note("it has %,d bytes, and those of this network are %,d".formatted(bytes.limit(), at))
          .help(
              bytes.limit() < at
                  ? "copy or download it again, or name the configuration that it was trained with"
                  : "name the configuration that it was trained with");
    }
  }

  private record Floats(ByteBuffer bytes, int begin) implements Const.Data {
    @Override
    public double at(long index) {
      return bytes.getFloat(begin + (int) index * Float.BYTES);
    }

    // two places in a file are never the same tensor
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
