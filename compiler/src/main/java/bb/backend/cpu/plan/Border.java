package bb.backend.cpu.plan;

import bb.kernel.Kernel.Pad;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The boxes that a padded tensor consists of, if what is added are elements of the tensor: along
 * each axis those before it, its own, and those after it.
 */
final class Border {
  private Border() {}

  /**
   * Part of an axis: {@code count} elements of the input, from {@code from} in steps of {@code
   * step}, which may be 0 or negative, stand at {@code to} of the output.
   */
  record Part(long from, long step, long count, long to) {}

  /** A box: a part of each axis. */
  record Piece(List<Part> parts) {
    Piece {
      parts = List.copyOf(parts);
    }

    List<Long> dims() {
      return parts.stream().map(Part::count).toList();
    }

    /** The steps through the input. */
    List<Long> steps(List<Long> strides) {
      List<Long> steps = new ArrayList<>();
      for (int axis = 0; axis < parts.size(); axis++) {
        steps.add(strides.get(axis) * parts.get(axis).step());
      }
      return steps;
    }

    /** Where the box begins in the input. */
    long from(List<Long> strides) {
      long from = 0;
      for (int axis = 0; axis < parts.size(); axis++) {
        from += strides.get(axis) * parts.get(axis).from();
      }
      return from;
    }

    /** Where the box begins in the output. */
    long to(List<Long> strides) {
      long to = 0;
      for (int axis = 0; axis < parts.size(); axis++) {
        to += strides.get(axis) * parts.get(axis).to();
      }
      return to;
    }
  }

  static List<Piece> pieces(Pad pad, Shape in) {
    List<Piece> pieces = List.of(new Piece(List.of()));
    for (int axis = 0; axis < in.rank(); axis++) {
      List<Part> parts =
          parts(pad.mode(), in.dim(axis), pad.before().get(axis), pad.after().get(axis));
      pieces =
          pieces.stream().flatMap(piece -> parts.stream().map(part -> with(piece, part))).toList();
    }
    return pieces;
  }

  private static Piece with(Piece piece, Part part) {
    List<Part> parts = new ArrayList<>(piece.parts());
    parts.add(part);
    return new Piece(parts);
  }

  private static List<Part> parts(Pad.Mode mode, long size, long before, long after) {
    long step =
        switch (mode) {
          case REFLECT -> -1;
          case REPLICATE -> 0;
          case CONSTANT, CIRCULAR -> 1;
        };
    List<Part> parts = new ArrayList<>();
    if (before > 0) {
      parts.add(new Part(mode.source(-before, size), step, before, 0));
    }
    parts.add(new Part(0, 1, size, before));
    if (after > 0) {
      parts.add(new Part(mode.source(size, size), step, after, before + size));
    }
    return parts;
  }
}
