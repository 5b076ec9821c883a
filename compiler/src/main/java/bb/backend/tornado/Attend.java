package bb.backend.tornado;

import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * Scaled dot-product attention; an item is a head of a query. It sees the keys once: when a score
 * exceeds all before it, what has been summed up is scaled down (Milakov and Gimelshein, 2018).
 */
record Attend(View queries, View keys, View values, View out, long heads, boolean causal)
    implements DeviceKernel {
  @Override
  public String name() {
    return causal ? "attend_causal" : "attend";
  }

  @Override
  public List<Param> params() {
    return List.of(Param.of("x0"), Param.of("x1"), Param.of("x2"), Param.of("y"));
  }

  @Override
  public CodeBlock parallel() {
    long size = queries.channels() / heads;
    long valueSize = values.channels() / heads;
    String key = Ints.sum(Ints.times("example", keys.pixels()), "key");
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int head = 0; head < $heads:L; head++) {
            int example = $example:L;
            float[] query = new float[$size:L];
            for (int k = 0; k < $size:L; k++) {
              query[k] = get(x0, $query:L) * $scale:Lf;
            }
            float[] mean = new float[$valueSize:L];
            for (int k = 0; k < $valueSize:L; k++) {
              mean[k] = 0f;
            }
            float max = -3.4e38f;
            float sum = 0f;
        $>$>$last:L$<$<    for (int key = 0; key < $keys:L; key++) {
              float score = 0f;
              for (int k = 0; k < $size:L; k++) {
                score += query[k] * get(x1, $key:L);
              }
              float most = $math:T.max(max, score);
              float decay = exp(max - most);
              float weight = exp(score - most);
              max = most;
              sum = sum * decay + weight;
              for (int k = 0; k < $valueSize:L; k++) {
                float value = get(x2, $value:L);
                mean[k] = mean[k] * decay + value * weight;
              }
            }
            for (int k = 0; k < $valueSize:L; k++) {
              put(y, $to:L, mean[k] / sum);
            }
          }
        }
        """,
        "rows",
        Ints.times("n", out.pixels()),
        "heads",
        heads,
        "example",
        Ints.over("row", out.pixels()),
        "size",
        size,
        "query",
        queries.at("row", Ints.sum(Ints.times("head", size), "k")),
        "scale",
        (float) (1 / Math.sqrt(size)),
        "valueSize",
        valueSize,
        "last",
        causal ? CodeBlock.of("int last = $L;\n", last()) : CodeBlock.of(""),
        "keys",
        causal ? "last" : keys.pixels(),
        "key",
        keys.at(key, Ints.sum(Ints.times("head", size), "k")),
        "math",
        Math.class,
        "value",
        values.at(key, Ints.sum(Ints.times("head", valueSize), "k")),
        "to",
        out.at("row", Ints.sum(Ints.times("head", valueSize), "k")));
  }

  /** How many keys a query sees, if not all. */
  private CodeBlock last() {
    String next = Ints.plus(Ints.modulo("row", out.pixels()), 1);
    return out.pixels() <= keys.pixels()
        ? CodeBlock.of("$L", next)
        : CodeBlock.of("$T.min($L, $L)", Math.class, next, keys.pixels());
  }

  @Override
  public List<TiledKernel> tiled() {
    return AttendTiles.variants(this);
  }
}
