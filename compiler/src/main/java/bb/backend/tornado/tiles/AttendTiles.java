package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.constant;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.E;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.GROUP_X;
import static bb.backend.tornado.index.Variables.HEAD;
import static bb.backend.tornado.index.Variables.ITEM;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.LANE;
import static bb.backend.tornado.index.Variables.LINE;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Attend;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attention in work-groups: a group has a block of a head's queries, and goes through the keys and
 * values block by block, which it keeps in local memory, first the keys, then the values. Of each
 * query it keeps the largest score so far and the sum of the weights (Milakov and Gimelshein,
 * 2018).
 *
 * <p>The items are 16 lines of 16 lanes. A line has {@code height} queries; a lane has every 16th
 * of the block's keys, and then every 16th of the features.
 *
 * @param height with 2 queries an item computes 8 scores from 6 reads of local memory instead of 4
 *     from 5; with 1 there are twice as many groups
 * @param block keys that are in local memory at once
 */
record AttendTiles(Attend attend, int height, int block) {
  /** The first of a group's queries. */
  private static final IndexExpr FIRST = variable("first");

  private static final int LANES = 16;
  private static final int LINES = 16;
  private static final int ITEMS = LANES * LINES;

  /** What all devices have of local memory: 48 KB. */
  private static final long MOST_FLOATS = 12 * 1024;

  private static final List<Integer> HEIGHTS = List.of(2, 1);

  private static final List<Integer> BLOCKS = List.of(64, 32, 16);

  /** Large batches first; none with biases or shared keys, or if a block of keys does not fit. */
  static List<TiledKernel> variants(Attend attend) {
    if (!attend.biases().isEmpty() || attend.kernel().heads() != attend.kernel().keyHeads()) {
      return List.of();
    }
    List<TiledKernel> variants = new ArrayList<>();
    for (int height : HEIGHTS) {
      Optional<AttendTiles> fitting =
          BLOCKS.stream()
              .map(block -> new AttendTiles(attend, height, block))
              .filter(tiles -> tiles.localFloats() <= MOST_FLOATS)
              .findFirst();
      if (fitting.isPresent()) {
        long groups = attend.kernel().batch() * fitting.get().blocks() * attend.heads();
        long from = height == 1 ? 1 : Math.ceilDiv(TileChoice.MULTIPROCESSORS, groups);
        if (variants.isEmpty() || from < variants.getLast().fromBatch()) {
          variants.add(fitting.get().kernel(from));
        }
      }
    }
    return variants;
  }

  private TiledKernel kernel(long from) {
    return new TiledKernel(
        "block" + height * LINES,
        from,
        attend.sequences().times(blocks()),
        attend.heads(),
        1,
        ITEMS,
        Math.toIntExact(localFloats()),
        body());
  }

  /** Features of a query and of a key. */
  private long size() {
    return attend.queries().channels() / attend.heads();
  }

  /** Features of a value. */
  private long valueSize() {
    return attend.values().channels() / attend.heads();
  }

  private long tokens() {
    return attend.out().pixels();
  }

  private long keys() {
    return attend.keys().pixels();
  }

  /** Blocks of queries. */
  private long blocks() {
    return Math.ceilDiv(tokens(), height * LINES);
  }

  /** From a query or key to the next in local memory: odd, so that lanes read different banks. */
  private long step() {
    return size() | 1;
  }

  /** From a value to the next in local memory. */
  private long valueStep() {
    return (long) LANES * features();
  }

  /** Features of a value that an item sums up. */
  private int features() {
    return Math.toIntExact(Math.ceilDiv(valueSize(), LANES));
  }

  /** Keys of a block that an item scores. */
  private int scores() {
    return block / LANES;
  }

  private long queryFloats() {
    return height * LINES * step();
  }

  private long weightFloats() {
    return (long) height * LINES * (block + 1);
  }

  private long localFloats() {
    return queryFloats() + weightFloats() + block * Math.max(step(), valueStep());
  }

  private CodeBlock body() {
    CodeBlock.Builder code = CodeBlock.builder().add(begin());
    code.beginControlFlow("for (int t = 0; t < end; t += $L)", block);
    code.add(loadKeys()).add(score());
    for (int i = 0; i < height; i++) {
      code.add(most(i));
    }
    code.addStatement("context.localBarrier()");
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < scores(); j++) {
        code.addStatement("weight[$1L] = exp(weight[$1L] - max$2L)", weight(i, j), i);
      }
    }
    code.add(loadValues()).add(mean()).endControlFlow();
    return code.add(store()).build();
  }

  private CodeBlock begin() {
    CodeBlock.Builder code =
        Code.of(
            """
            float[] query = context.allocateFloatLocalArray($queries:L);
            float[] part = context.allocateFloatLocalArray($parts:L);
            float[] weight = context.allocateFloatLocalArray($weights:L);
            int item = context.localIdx;
            int lane = item % $lanes:L;
            int line = $line:L;
            int head = context.groupIdy;
            int example = $example:L;
            int first = $first:L;
            for (int e = item; e < $elements:L; e += $items:L) {
              int token = $token:L + Math.min(first + $number:L, $last:L);
              query[$number:L * $step:L + $feature:L] = get(x0, $query:L) * $scale:Lf;
            }
            """,
            "queries",
            queryFloats(),
            "parts",
            block * Math.max(step(), valueStep()),
            "weights",
            weightFloats(),
            "lanes",
            LANES,
            "line",
            ITEM.over(LANES).times(height),
            "example",
            GROUP_X.over(blocks()),
            "first",
            GROUP_X.modulo(blocks()).times(height * LINES),
            "elements",
            height * LINES * size(),
            "items",
            ITEMS,
            "token",
            EXAMPLE.timesShared(tokens()),
            "last",
            tokens() - 1,
            "number",
            E.over(size()),
            "step",
            step(),
            "feature",
            E.modulo(size()),
            "query",
            attend.queries().atShared(variable("token"), HEAD.times(size()).plus(E.modulo(size()))),
            "scale",
            (float) attend.kernel().scale())
            .toBuilder();
    for (int i = 0; i < height; i++) {
      code.addStatement("float max$L = -3.4e38f", i);
      code.addStatement("float sum$L = 0f", i);
    }
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < features(); j++) {
        code.addStatement("float $L = 0f", mean(i, j));
      }
    }
    return code.addStatement("int end = $L", end(FIRST, height * LINES)).build();
  }

  /** The first key that none of so many queries sees. */
  private IndexExpr end(IndexExpr first, int queries) {
    return attend
        .kernel()
        .offset()
        .map(by -> first.plus(queries + Math.min(by, keys())).atMost(keys()))
        .orElse(constant(keys()));
  }

  private CodeBlock loadKeys() {
    return load(
        "x1",
        E.over(size()),
        E.modulo(size()),
        size(),
        attend.keys(),
        areBlocksFull() ? List.of() : List.of("key < " + keys()),
        step());
  }

  private CodeBlock loadValues() {
    IndexExpr feature = E.modulo(valueStep());
    List<String> within = new ArrayList<>();
    if (!areBlocksFull()) {
      within.add("key < " + keys());
    }
    if (valueSize() % LANES != 0) {
      within.add(feature + " < " + valueSize());
    }
    return load(
        "x2", E.over(valueStep()), feature, valueStep(), attend.values(), within, valueStep());
  }

  /**
   * Whether there are as many keys as in whole blocks. TornadoVM fails to compile some conditions
   * that it finds to be always true, so that there must be none.
   */
  private boolean areBlocksFull() {
    return keys() % block == 0;
  }

  /** Loads a block; where not all of {@code within} holds is 0. */
  private CodeBlock load(
      String array,
      IndexExpr number,
      IndexExpr feature,
      long width,
      View view,
      List<String> within,
      long step) {
    long features = view.channels() / attend.heads();
    IndexExpr row = EXAMPLE.times(keys()).plus(variable("key"));
    String body =
        within.isEmpty()
            ? "float x = get($array:L, $at:L);"
            : """
            float x = 0f;
            if ($within:L) {
              x = get($array:L, $at:L);
            }\
            """;
    return Code.of(
        """
        context.localBarrier();
        for (int e = item; e < $elements:L; e += $items:L) {
          int key = t + $number:L;
        %s
          part[$number:L * $step:L + $feature:L] = x;
        }
        context.localBarrier();
        """
            .formatted(body.indent(2).stripTrailing()),
        "elements",
        block * width,
        "items",
        ITEMS,
        "number",
        number,
        "within",
        String.join(" && ", within),
        "array",
        array,
        "at",
        view.atShared(row, HEAD.times(features).plus(feature)),
        "step",
        step,
        "feature",
        feature);
  }

  /** Computes the scores of an item's keys; those of keys that a query does not see are small. */
  private CodeBlock score() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < scores(); j++) {
        code.addStatement("float score$L_$L = 0f", i, j);
      }
    }
    code.beginControlFlow("for (int k = 0; k < $L; k++)", size());
    for (int j = 0; j < scores(); j++) {
      IndexExpr key = LANE.plus(j * LANES).times(step());
      code.addStatement("float key$L = part[$L]", j, key.plus(K));
    }
    for (int i = 0; i < height; i++) {
      IndexExpr query = LINE.plus(i).times(step());
      code.addStatement("float query$L = query[$L]", i, query.plus(K));
      for (int j = 0; j < scores(); j++) {
        code.addStatement("score$L_$L += query$L * key$L", i, j, i, j);
      }
    }
    code.endControlFlow();
    boolean seesAll = areBlocksFull() && attend.kernel().offset().isEmpty();
    for (int i = 0; i < height; i++) {
      if (!seesAll) {
        code.addStatement("int end$L = $L - t - lane", i, end(FIRST.plus(LINE), i + 1));
      }
      for (int j = 0; j < scores(); j++) {
        String seen = seesAll ? "" : "%d < end%d ? ".formatted(j * LANES, i);
        String unseen = seesAll ? "" : " : -3.4e38f";
        code.addStatement("weight[$L] = $Lscore$L_$L$L", weight(i, j), seen, i, j, unseen);
      }
    }
    return code.addStatement("context.localBarrier()").build();
  }

  /** The sum of weighted values of an item's query and feature. */
  private static String mean(int i, int j) {
    return "mean" + i + "_" + j;
  }

  /** The place of the weight of an item's query and key. */
  private IndexExpr weight(int i, int j) {
    return weight(i, LANE.plus(j * LANES));
  }

  /** The place of the weight of an item's query and any key of the block. */
  private IndexExpr weight(int i, IndexExpr key) {
    return LINE.plus(i).times(block + 1).plus(key);
  }

  /** Finds the largest score of a query so far, and scales down what has been summed up. */
  private CodeBlock most(int i) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float most$1L = max$1L", i);
    code.beginControlFlow("for (int k = 0; k < $L; k++)", block);
    code.addStatement("most$1L = Math.max(most$1L, weight[$2L])", i, weight(i, K));
    code.endControlFlow();
    code.addStatement("float decay$1L = exp(max$1L - most$1L)", i);
    code.addStatement("max$1L = most$1L", i);
    code.addStatement("sum$1L *= decay$1L", i);
    for (int j = 0; j < features(); j++) {
      code.addStatement("$L *= decay$L", mean(i, j), i);
    }
    return code.build();
  }

  /** Adds the weighted values. */
  private CodeBlock mean() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int k = 0; k < $L; k++)", block);
    for (int i = 0; i < height; i++) {
      code.addStatement("float weight$L = weight[$L]", i, weight(i, K));
      code.addStatement("sum$1L += weight$1L", i);
    }
    for (int j = 0; j < features(); j++) {
      IndexExpr value = K.times(valueStep()).plus(LANE.plus(j * LANES));
      code.addStatement("float value$L = part[$L]", j, value);
      for (int i = 0; i < height; i++) {
        code.addStatement("$L += weight$L * value$L", mean(i, j), i, j);
      }
    }
    return code.endControlFlow().build();
  }

  private CodeBlock store() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < height; i++) {
      code.beginControlFlow("if (first + $L < $L)", LINE.plus(i), tokens());
      code.addStatement(
          "int row$L = $L", i, EXAMPLE.timesShared(tokens()).plus(FIRST).plus(LINE.plus(i)));
      for (int j = 0; j < features(); j++) {
        IndexExpr feature = LANE.plus((long) j * LANES);
        boolean partial = (j + 1) * LANES > valueSize();
        if (partial) {
          code.beginControlFlow("if ($L < $L)", feature, valueSize());
        }
        code.addStatement(
            "put(y, $L, $L / sum$L)",
            attend.out().atShared(variable("row" + i), HEAD.times(valueSize()).plus(feature)),
            mean(i, j),
            i);
        if (partial) {
          code.endControlFlow();
        }
      }
      code.endControlFlow();
    }
    return code.build();
  }
}
