package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.HEAD;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
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
    IndexExpr at(Kernel.Attention kernel, long queries) {
      IndexExpr row = EXAMPLE.over(kernel.batch());
      row = row.times(bias.batch());
      if (bias.batch() > 1) {
        row = row.plus(EXAMPLE.modulo(bias.batch()));
      }
      row = row.times(bias.heads());
      row = bias.heads() > 1 ? row.plus(HEAD) : row;
      row = row.times(bias.queries());
      row = bias.queries() > 1 ? row.plus(ROW.modulo(queries)) : row;
      return view.at(row, bias.keys() > 1 ? variable("key") : ZERO);
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
  public IndexExpr sequences() {
    return N.times(kernel.batch());
  }

  private CodeBlock added() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < biases.size(); i++) {
      IndexExpr at = biases.get(i).at(kernel, queries.pixels());
      code.addStatement("score += get(x$L, $L)", 3 + i, at);
    }
    return code.build();
  }

  @Override
  public CodeBlock parallel() {
    long size = queries.channels() / kernel.heads();
    long valueSize = values.channels() / kernel.keyHeads();
    IndexExpr shared = HEAD.over(kernel.heads() / kernel.keyHeads());
    IndexExpr key = EXAMPLE.times(keys.pixels()).plus(variable("key"));
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
        N.times(kernel.batch() * out.pixels()),
        "heads",
        kernel.heads(),
        "example",
        ROW.over(out.pixels()),
        "size",
        size,
        "unseen",
        Kernel.Attention.UNSEEN,
        "query",
        queries.at(ROW, HEAD.times(size).plus(K)),
        "scale",
        (float) kernel.scale(),
        "valueSize",
        valueSize,
        "last",
        kernel.offset().isPresent() ? CodeBlock.of("int last = $L;\n", last()) : CodeBlock.of(""),
        "keys",
        kernel.offset().isPresent() ? "last" : keys.pixels(),
        "key",
        keys.at(key, shared.times(size).plus(K)),
        "added",
        added(),
        "math",
        Math.class,
        "value",
        values.at(key, shared.times(valueSize).plus(K)),
        "mean",
        // one of the keys that are seen weighs 1; those that are not weigh next to nothing, not 0
        biases.isEmpty() ? "mean[k] / sum" : "sum > 0.5f ? mean[k] / sum : 0f",
        "to",
        out.at(ROW, HEAD.times(valueSize).plus(K)));
  }

  /** How many keys a query sees, if not all. */
  private IndexExpr last() {
    long offset = Math.min(kernel.offset().orElseThrow(), keys.pixels());
    IndexExpr next = ROW.modulo(out.pixels()).plus(1 + offset);
    return out.pixels() + offset <= keys.pixels() ? next : next.atMost(keys.pixels());
  }
}
