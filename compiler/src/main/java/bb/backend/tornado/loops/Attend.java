package bb.backend.tornado.loops;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Ints;
import bb.backend.tornado.index.View;
import bb.kernel.Kernel;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Scaled dot-product attention; an item is a head of a query. It sees the keys once: when a score
 * exceeds all before it, what has been summed up is scaled down (Milakov and Gimelshein, 2018).
 */
public record Attend(
    View queries, View keys, View values, View out, Kernel.Attention kernel, List<Added> biases)
    implements DeviceKernel {
  public Attend {
    biases = List.copyOf(biases);
  }

  /** A bias, of all sequences of the batch. */
  public record Added(View view, Kernel.Attention.Bias bias) {
    /** The index of what is added to a score; sequences are those of all examples. */
    CodeBlock at(Kernel.Attention kernel, long queries) {
      String row = Ints.over("example", kernel.batch());
      row = Ints.times(row, bias.batch());
      if (bias.batch() > 1) {
        row = Ints.sum(row, Ints.modulo("example", bias.batch()));
      }
      row = Ints.times(row, bias.heads());
      row = bias.heads() > 1 ? Ints.sum(row, "head") : row;
      row = Ints.times(row, bias.queries());
      row = bias.queries() > 1 ? Ints.sum(row, Ints.modulo("row", queries)) : row;
      return view.at(row, bias.keys() > 1 ? "key" : "0");
    }
  }

  @Override
  public String name() {
    return kernel.offset().isPresent() ? "attendCausal" : "attend";
  }

  @Override
  public List<Param> params() {
    List<Param> params = new ArrayList<>();
    for (int i = 0; i < 3 + biases.size(); i++) {
      params.add(Param.of("x" + i));
    }
    params.add(Param.of("y"));
    return params;
  }

  public long heads() {
    return kernel.heads();
  }

  /** How many sequences there are. */
  public String sequences() {
    return Ints.times("n", kernel.batch());
  }

  private CodeBlock added() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < biases.size(); i++) {
      CodeBlock at = biases.get(i).at(kernel, queries.pixels());
      code.addStatement("score += get(x$L, $L)", 3 + i, at);
    }
    return code.build();
  }

  @Override
  public CodeBlock parallel() {
    long size = queries.channels() / kernel.heads();
    long valueSize = values.channels() / kernel.keyHeads();
    String shared = Ints.over("head", kernel.heads() / kernel.keyHeads());
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
            float max = $unseen:Lf;
            float sum = 0f;
        $>$>$last:L$<$<    for (int key = 0; key < $keys:L; key++) {
              float score = 0f;
              for (int k = 0; k < $size:L; k++) {
                score += query[k] * get(x1, $key:L);
              }
        $>$>$>$added:L$<$<$<      float most = $math:T.max(max, score);
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
              put(y, $to:L, $mean:L);
            }
          }
        }
        """,
        "rows",
        Ints.times("n", kernel.batch() * out.pixels()),
        "heads",
        kernel.heads(),
        "example",
        Ints.over("row", out.pixels()),
        "size",
        size,
        "unseen",
        Kernel.Attention.UNSEEN,
        "query",
        queries.at("row", Ints.sum(Ints.times("head", size), "k")),
        "scale",
        (float) kernel.scale(),
        "valueSize",
        valueSize,
        "last",
        kernel.offset().isPresent() ? CodeBlock.of("int last = $L;\n", last()) : CodeBlock.of(""),
        "keys",
        kernel.offset().isPresent() ? "last" : keys.pixels(),
        "key",
        keys.at(key, Ints.sum(Ints.times(shared, size), "k")),
        "added",
        added(),
        "math",
        Math.class,
        "value",
        values.at(key, Ints.sum(Ints.times(shared, valueSize), "k")),
        "mean",
        // one of the keys that are seen weighs 1; those that are not weigh next to nothing, not 0
        biases.isEmpty() ? "mean[k] / sum" : "sum > 0.5f ? mean[k] / sum : 0f",
        "to",
        out.at("row", Ints.sum(Ints.times("head", valueSize), "k")));
  }

  /** How many keys a query sees, if not all. */
  private CodeBlock last() {
    long offset = Math.min(kernel.offset().orElseThrow(), keys.pixels());
    String next = Ints.plus(Ints.modulo("row", out.pixels()), 1 + offset);
    return out.pixels() + offset <= keys.pixels()
        ? CodeBlock.of("$L", next)
        : CodeBlock.of("$T.min($L, $L)", Math.class, next, keys.pixels());
  }
}
