package bb.backend.tornado.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bb.kernel.ScalarExpr;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What kernels have in common that differ in how somebody wrote a network. */
final class EpilogueTest {
  private static final ScalarExpr SUM = ScalarExpr.IDENTITY;
  private static final ScalarExpr SIDE = new ScalarExpr.In(1);

  @Test
  void a_side_may_be_added_to_the_sum_or_the_sum_to_it() {
    ScalarExpr none = ScalarExpr.constant(0);
    assertEquals(epilogue(SUM.plus(SIDE).max(none)), epilogue(SIDE.plus(SUM).max(none)));
    assertEquals(epilogue(SUM.max(none).plus(SIDE)), epilogue(SIDE.plus(SUM.max(none))));
  }

  @Test
  void a_side_may_not_be_subtracted_either_way() {
    assertNotEquals(epilogue(SUM.minus(SIDE)), epilogue(SIDE.minus(SUM)));
  }

  private static Epilogue epilogue(ScalarExpr expression) {
    return new Epilogue(true, expression, 1, List.of());
  }
}
