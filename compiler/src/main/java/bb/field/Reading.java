package bb.field;

import bb.field.Along.Window;
import bb.field.Effect.Keep;
import bb.field.Effect.Mix;
import bb.field.Effect.Slide;
import bb.types.Shape;
import java.util.List;
import java.util.Optional;

/** Follows what is known of one tensor through a kernel to another. */
final class Reading {
  private final Shape in;
  private final Shape out;

  Reading(Shape in, Shape out) {
    this.in = in;
    this.out = out;
  }

  /** What an element of the output depends on. */
  Along through(List<Effect> effects, Along along) {
    if (!(along instanceof Window window) || window.isFixed()) {
      return along;
    }
    try {
      return place(window, in)
          .flatMap(place -> through(effects.get(place.axis), place))
          .<Along>map(found -> found)
          .orElse(Along.EVERYTHING);
    } catch (ArithmeticException _) {
      return Along.EVERYTHING;
    }
  }

  /**
   * A window that moves along one axis.
   *
   * @param inner how many positions of the axis have the same position of the window, before it
   *     moves on
   */
  private record Place(int axis, long inner, Window window) {
    long count() {
      return window.count();
    }
  }

  /** Along which axis a window moves; if along several, it is widened to what the first says. */
  private static Optional<Place> place(Window window, Shape shape) {
    Window w = window;
    long below = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      long size = shape.dim(axis);
      long end = Math.multiplyExact(below, size);
      if (w.weight() < end) {
        long reach = Math.multiplyExact(w.weight(), w.count());
        if (w.weight() % below != 0) {
          return Optional.empty();
        }
        if (reach <= end) {
          return Optional.of(new Place(axis, w.weight() / below, w));
        }
        long lower = end / w.weight();
        if (end % w.weight() != 0 || w.count() % lower != 0) {
          return Optional.empty();
        }
        w = coarse(w, lower);
      }
      below = end;
    }
    return Optional.empty();
  }

  /** One position for {@code lower} neighbouring ones. */
  private static Window coarse(Window w, long lower) {
    return new Window(
        w.weight() * lower,
        w.count() / lower,
        w.stride().times(lower),
        w.first(),
        w.last().plus(w.stride().times(lower - 1)));
  }

  private Optional<Window> through(Effect effect, Place place) {
    return switch (effect) {
      case Keep(int to) -> Optional.of(at(to, place.inner, place.count(), place.window));
      case Mix(int to, long parts) -> {
        long part = in.dim(place.axis) / parts;
        yield parts > 1 && place.inner % part == 0
            ? Optional.of(
                at(to, place.inner / part * (out.dim(to) / parts), place.count(), place.window))
            : Optional.empty();
      }
      case Slide slide -> slide(slide, place);
    };
  }

  private Optional<Window> slide(Slide slide, Place place) {
    long size = in.dim(place.axis);
    long to = out.dim(slide.to());
    if (slide.isPoint() && size == to) {
      return Optional.of(at(slide.to(), place.inner, place.count(), place.window));
    }
    if (slide.isShift()) {
      Optional<Window> shifted = shift(slide, place);
      if (shifted.isPresent()) {
        return shifted;
      }
    }
    long part = size / slide.parts();
    long partOut = to / slide.parts();
    if (slide.parts() > 1 && place.inner % part == 0) {
      long inner = place.inner / part * partOut;
      return Optional.of(at(slide.to(), inner, place.count(), place.window));
    }
    if (place.inner * place.count() != part) {
      return Optional.empty();
    }
    Window fine = fine(place.window, place.inner);
    return Optional.of(
        at(slide.to(), 1, partOut, fine.seenThrough(slide.first(), slide.last(), slide.by())));
  }

  /** A position for each of the {@code inner} that had the same one. */
  private static Window fine(Window w, long inner) {
    Ratio stride = w.stride().over(inner);
    return new Window(
        1, w.count() * inner, stride, w.first().minus(stride.times(inner - 1)), w.last());
  }

  /**
   * A shift by whole windows, or by whole positions of the window that moves along all. Where an
   * axis has further ones inside of these positions, as the pixels of planes that are put one
   * behind the other, a whole window is a plane.
   */
  private Optional<Window> shift(Slide slide, Place place) {
    long by = slide.first().numerator();
    long to = out.dim(slide.to());
    long span = place.inner * place.count();
    boolean repeats = span < in.dim(place.axis) || place.inner > 1;
    if (repeats && by % span == 0 && to % span == 0) {
      return Optional.of(at(slide.to(), place.inner, place.count(), place.window));
    }
    if (span == in.dim(place.axis) && by % place.inner == 0 && to % place.inner == 0) {
      Ratio positions = Ratio.of(by / place.inner);
      return Optional.of(
          at(
              slide.to(),
              place.inner,
              to / place.inner,
              place.window.seenThrough(positions, positions, Ratio.ONE)));
    }
    return Optional.empty();
  }

  private Window at(int axis, long inner, long count, Window window) {
    long below = 1;
    for (int i = axis + 1; i < out.rank(); i++) {
      below *= out.dim(i);
    }
    return window.at(below * inner, count);
  }

  // ---- merging

  /** What depends on both, in a tensor of that shape. */
  static Along join(Along a, Along b, Shape shape) {
    if (a instanceof Along.Nothing) {
      return b;
    }
    if (b instanceof Along.Nothing || a.equals(b)) {
      return a;
    }
    if (!(a instanceof Window first) || !(b instanceof Window second)) {
      return Along.EVERYTHING;
    }
    try {
      Window left = whole(first, shape);
      Window right = whole(second, shape);
      boolean together = left.weight() == right.weight() && left.count() == right.count();
      return together ? left.and(right) : Along.EVERYTHING;
    } catch (ArithmeticException _) {
      return Along.EVERYTHING;
    }
  }

  /** The axis along which a window moves, or -1 if it does not move along one. */
  static int axis(Window window, Shape shape) {
    return place(window, shape).map(Place::axis).orElse(-1);
  }

  /** The same with a position for each of an axis, where it moves along all of one. */
  static Window whole(Window window, Shape shape) {
    if (window.isFixed()) {
      return window;
    }
    Optional<Place> place = place(window, shape);
    if (place.isEmpty() || place.get().inner * place.get().count() != shape.dim(place.get().axis)) {
      return window;
    }
    Reading same = new Reading(shape, shape);
    Window fine = fine(place.get().window, place.get().inner);
    return same.at(place.get().axis, 1, fine.count(), fine);
  }
}
