package bb.backend.tornado.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Expressions of indices, as they are read. */
class IntsTest {
  @Test
  void what_changes_nothing_is_left_out() {
    assertEquals("0", Ints.sum("0", "0"));
    assertEquals("x", Ints.sum("0", Ints.times("x", 1), Ints.times("y", 0)));
    assertEquals("x", Ints.over("x", 1));
    assertEquals("0", Ints.modulo("x", 1));
  }

  @Test
  void sums_are_factors_in_parentheses() {
    assertEquals("(x + 1) * 3", Ints.times(Ints.plus("x", 1), 3));
    assertEquals("(x - 1) % 3", Ints.modulo(Ints.plus("x", -1), 3));
    assertEquals("(x + 1) * 2 / 5", Ints.over(Ints.times(Ints.plus("x", 1), 2), 5));
  }

  @Test
  void factors_become_one_if_it_is_an_int() {
    assertEquals("x / 3 * 20", Ints.times(Ints.times(Ints.over("x", 3), 4), 5));
    assertEquals("(x * 4 + y) * 5", Ints.times(Ints.sum(Ints.times("x", 4), "y"), 5));
    assertEquals("x * 65536 * 65536", Ints.times(Ints.times("x", 65536), 65536));
  }

  @Test
  void positions_are_reduced_fractions() {
    Ratio half = Ratio.of(2 * 5, 5 - 10, 2 * 10, 10);
    assertEquals("Math.max(x * 2 - 1, 0) / 4", half.floor("x"));
    assertEquals("Math.max(x * 2 - 1, 0) % 4 / 4f", half.part("x"));
    assertEquals("(x * 4 + 2) / 3", Ratio.of(8, 0, 6, 6).ceil("x"));
    assertEquals("0f", Ratio.of(6, 0, 3, 3).part("x"));
  }

  @Test
  void positions_in_long_images_take_64_bits() {
    Ratio position = Ratio.of(65537, 0, 65536, 65536);
    assertEquals("(int) ((long) x * 65537 / 65536)", position.floor("x"));
  }
}
