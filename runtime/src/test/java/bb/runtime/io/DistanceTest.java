package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class DistanceTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @Test
  void itIsTheLengthOfTheDifferenceByThatOfTheAnswer() {
    assertEquals(0.2, Distance.relative(new float[] {3, 4}, new float[] {3, 5}));
    assertEquals(0, Distance.relative(new float[0], new float[0]));
    assertEquals(Double.POSITIVE_INFINITY, Distance.relative(new float[1], new float[2]));
  }

  @Test
  void whatIsNotFiniteInBothIsNoDifference() {
    float[] expected = {3, INFINITY, -INFINITY, Float.NaN, 4};
    assertEquals(0, Distance.relative(expected, expected.clone()));
    assertEquals(
        0.2, Distance.relative(expected, new float[] {3, INFINITY, -INFINITY, Float.NaN, 5}));
  }

  @Test
  void whatIsNotFiniteInOneIsEndlesslyFar() {
    for (float[] pair :
        new float[][] {
          {INFINITY, -INFINITY}, {Float.NaN, INFINITY}, {1, INFINITY}, {Float.NaN, 1}
        }) {
      for (int i = 0; i < 2; i++) {
        float[] expected = {3, pair[i]};
        float[] found = {3, pair[1 - i]};
        assertEquals(Double.POSITIVE_INFINITY, Distance.relative(expected, found));
      }
    }
  }
}
