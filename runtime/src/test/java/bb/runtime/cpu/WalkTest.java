package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.VectorModule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way from box to box gives what one gets element by element. */
final class WalkTest {
  /** Two boxes of as many elements. */
  private record Case(String name, Grid from, Grid to) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        image(1, 6, 7),
        image(2, 9, 11),
        image(3, 64, 5),
        image(3, 1, 13),
        image(4, 8, 8),
        image(33, 7, 10),
        planes(3, 20, 9),
        planes(24, 7, 7),
        shuffled(5, 29, 2, 2),
        shuffled(5, 29, 3, 3),
        shuffled(4, 6, 29, 29),
        shuffled(6, 20, 2, 5),
        new Case("rows", Grid.of(4, 30), Grid.of(4, 30).strides(50, 1).from(3)),
        new Case("one", Grid.of(1, 1), Grid.of(1, 1)),
        new Case("numbered", Grid.of(6, 10), Grid.of(4, 15).strides(1, 4)));
  }

  /** From planes to pixels. */
  private static Case image(int channels, int height, int width) {
    Grid planes = Grid.of(channels, height, width);
    return new Case(
        channels + " planes", planes, planes.strides(1, width * channels, channels).from(2));
  }

  /** From pixels to planes. */
  private static Case planes(int channels, int height, int width) {
    Case image = image(channels, height, width);
    return new Case(channels + " channels", image.to(), image.from());
  }

  /** From groups of {@code size} channels to pixels that have one of each, {@code step} apart. */
  private static Case shuffled(int pixels, int size, int groups, int step) {
    Grid grid = Grid.of(pixels, size, groups);
    return new Case(
        groups + " groups of " + size,
        grid.strides(size * groups, 1, size),
        grid.strides(size * step, step, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void loops_give_what_numbers_give(Case c) {
    assertTrue(VectorModule.load());
    float[] expected = copy(new Walk.Numbered(c.from(), c.to()), new ScalarRows());
    assertArrayEquals(expected, copy(Walk.of(c.from(), c.to()), new ScalarRows()));
    assertArrayEquals(expected, copy(Walk.of(c.from(), c.to()), new VectorRows()));
  }

  private static float[] copy(Walk walk, RowKernels rows) {
    float[] from = new float[3000];
    for (int i = 0; i < from.length; i++) {
      from[i] = i + 1;
    }
    float[] to = new float[3000];
    for (int part = 0; part < walk.parts(); part++) {
      walk.copy(rows, part, from, 10, to, 20);
    }
    return to;
  }
}
