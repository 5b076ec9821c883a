package bb.backend.layout;

import bb.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the elements of a tensor lie in its buffer. Blocks of channels (pixels of 16 channels, plane
 * by plane) would be a third: products read them faster than channels last only where they are no
 * deeper than 64, and slower from 256 on, so that there are none.
 */
public enum Layout {
  /** Row by row, pixel by pixel, all channels of a pixel together. For what is a plane. */
  CHANNELS_LAST {
    @Override
    public Extent extent(Shape shape) {
      bb.kernel.Plane plane = bb.kernel.Plane.of(shape);
      return new Extent(plane.height(), plane.width(), plane.channels());
    }

    @Override
    public List<Long> strides(Shape shape, long stride) {
      return switch (shape.rank()) {
        case 1 -> List.of(1L);
        case 2 -> List.of(stride, 1L);
        default -> List.of(1L, shape.dim(2) * stride, stride);
      };
    }

    @Override
    public long run(Shape shape) {
      return extent(shape).channels();
    }

    @Override
    public boolean isRowMajor(Shape shape) {
      return shape.rank() != 3 || shape.dim(0) == 1 || shape.dim(1) * shape.dim(2) == 1;
    }
  },

  /**
   * Column by column, for a matrix: that of the channels of an image by its pixels lies as the
   * image does. Only what turns such a matrix reads it, which then says no more than where it lies.
   */
  TRANSPOSED {
    @Override
    public Extent extent(Shape shape) {
      return new Extent(shape.dim(1), 1, shape.dim(0));
    }

    @Override
    public List<Long> strides(Shape shape, long stride) {
      return List.of(1L, stride);
    }

    @Override
    public long run(Shape shape) {
      return shape.dim(0);
    }

    @Override
    public boolean isRowMajor(Shape shape) {
      return shape.dim(0) == 1 || shape.dim(1) == 1;
    }
  },

  /** In the order of the dimensions: the last is the channels, those before are the pixels. */
  ROW_MAJOR {
    @Override
    public Extent extent(Shape shape) {
      int rank = shape.rank();
      long channels = rank > 0 ? shape.dim(-1) : 1;
      long width = rank > 1 ? shape.dim(-2) : 1;
      return new Extent(shape.elements() / channels / width, width, channels);
    }

    @Override
    public List<Long> strides(Shape shape, long stride) {
      if (shape.rank() == 0) {
        return List.of();
      }
      List<Long> pixels = rowMajor(shape.dims().subList(0, shape.rank() - 1));
      return Stream.concat(pixels.stream().map(step -> step * stride), Stream.of(1L)).toList();
    }

    @Override
    public long run(Shape shape) {
      return extent(shape).channels();
    }

    @Override
    public boolean isRowMajor(Shape shape) {
      return true;
    }
  };

  /** That of a tensor which nothing wants otherwise. */
  public static Layout of(Shape shape) {
    return shape.rank() >= 1 && shape.rank() <= 3 ? CHANNELS_LAST : ROW_MAJOR;
  }

  /** The axis that is the channels, or -1 if there is none. */
  public int channelAxis(Shape shape) {
    return switch (this) {
      case CHANNELS_LAST -> Extent.channelAxis(shape);
      case TRANSPOSED -> 0;
      case ROW_MAJOR -> shape.rank() - 1;
    };
  }

  /** The pixels of a tensor. */
  public abstract Extent extent(Shape shape);

  /** Steps along each logical dimension, if pixels are {@code stride} apart. */
  public abstract List<Long> strides(Shape shape, long stride);

  /** How many neighbours in memory differ in one axis only: channels, or the last axis. */
  public abstract long run(Shape shape);

  /** Whether the order in memory is the row-major order of the logical shape. */
  public abstract boolean isRowMajor(Shape shape);

  /** The steps of a box that is stored in the order of its dimensions. */
  public static List<Long> rowMajor(List<Long> dims) {
    return IntStream.range(0, dims.size())
        .mapToObj(
            axis -> dims.subList(axis + 1, dims.size()).stream().reduce(1L, Math::multiplyExact))
        .toList();
  }
}
