package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.I;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import bb.kernel.Kernel.Recurrence;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A recurrence; an item is a direction, which goes through the tokens one after the other.
 *
 * @param first the first states, a row for each direction, if there are any
 */
public record Recur(Recurrence kernel, View in, List<View> first, View out, long hidden, long state)
    implements DeviceKernel {
  private static final IndexExpr DIRECTION = variable("direction");

  public Recur {
    first = List.copyOf(first);
  }

  @Override
  public String name() {
    String cell = kernel.cell().name();
    return "recur" + cell.charAt(0) + cell.substring(1).toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Param> params() {
    List<Param> params = new ArrayList<>();
    for (int i = 0; i <= first.size(); i++) {
      params.add(Param.of("x" + i));
    }
    int weights = 1 + (kernel.bias() ? 1 : 0) + (kernel.projected() ? 1 : 0);
    for (int j = 0; j < weights; j++) {
      params.add(Param.of("w" + j));
    }
    params.add(Param.of("y"));
    return params;
  }

  private long gates() {
    return kernel.cell().gates();
  }

  private boolean hasCells() {
    return kernel.cell() == Recurrence.Cell.LSTM;
  }

  @Override
  public CodeBlock parallel() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (@$T int example = 0; example < n; example++)", Code.PARALLEL);
    code.beginControlFlow(
        "for (@$T int direction = 0; direction < $L; direction++)",
        Code.PARALLEL,
        kernel.directions());
    code.addStatement("int start = $L", EXAMPLE.times(kernel.directions()).plus(DIRECTION));
    code.add(array("state", state(), 0));
    if (hasCells()) {
      code.add(array("cell", hidden(), 1));
    }
    code.addStatement("float[] next = new float[$L]", hidden());
    code.beginControlFlow("for (int step = 0; step < $L; step++)", in.pixels());
    code.addStatement("int token = direction == 0 ? step : $L - step", in.pixels() - 1);
    code.addStatement("int row = $L", EXAMPLE.times(in.pixels()).plus(variable("token")));
    code.beginControlFlow("for (int i = 0; i < $L; i++)", hidden());
    code.add(unit());
    code.endControlFlow();
    code.add(states());
    code.endControlFlow();
    if (kernel.ends()) {
      long all = in.pixels() * kernel.directions() * state;
      IndexExpr at = DIRECTION.times(hidden).plus(I).plus(all);
      code.beginControlFlow("for (int i = 0; i < $L; i++)", hidden());
      code.addStatement("put(y, $L, cell[i])", out.at(EXAMPLE, at));
      code.endControlFlow();
    }
    return code.endControlFlow().endControlFlow().build();
  }

  /** An array with the first states of a kind, or with zeros. */
  private CodeBlock array(String name, long size, int kind) {
    CodeBlock value =
        kind < first.size()
            ? CodeBlock.of("get(x$L, $L)", kind + 1, first.get(kind).at(variable("start"), I))
            : CodeBlock.of("0f");
    return CodeBlock.builder()
        .addStatement("float[] $L = new float[$L]", name, size)
        .beginControlFlow("for (int i = 0; i < $L; i++)", size)
        .addStatement("$L[i] = $L", name, value)
        .endControlFlow()
        .build();
  }

  /** What unit i of the cell makes of its gates. */
  private CodeBlock unit() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int gate = 0; gate < gates(); gate++) {
      IndexExpr at = gate(gate);
      code.addStatement("float g$L = get(x0, $L)", gate, in.at(ROW, at));
      code.addStatement(
          "float s$L = $L", gate, kernel.bias() ? CodeBlock.of("get(w1, $L)", at) : "0f");
    }
    code.beginControlFlow("for (int k = 0; k < $L; k++)", state);
    for (int gate = 0; gate < gates(); gate++) {
      IndexExpr at = gate(gate).times(state).plus(K);
      code.addStatement("s$L += state[k] * get(w0, $L)", gate, at);
    }
    code.endControlFlow();
    switch (kernel.cell()) {
      case LSTM -> {
        code.addStatement("float kept = $L * cell[i]", sigmoid("g1 + s1"));
        code.addStatement(
            "cell[i] = kept + $L * $L", sigmoid("g0 + s0"), CodeBlock.of("tanh(g2 + s2)"));
        code.addStatement("next[i] = $L * tanh(cell[i])", sigmoid("g3 + s3"));
      }
      case GRU -> {
        code.addStatement("float fresh = tanh(g2 + $L * s2)", sigmoid("g0 + s0"));
        code.addStatement("float z = $L", sigmoid("g1 + s1"));
        code.addStatement("next[i] = z * state[i] + (1f - z) * fresh");
      }
      case TANH -> code.addStatement("next[i] = tanh(g0 + s0)");
      case RELU -> code.addStatement("next[i] = Math.max(0f, g0 + s0)");
    }
    return code.build();
  }

  private static CodeBlock sigmoid(String x) {
    return CodeBlock.of("sigmoid($L)", x);
  }

  /** The number of unit i's gate. */
  private IndexExpr gate(long gate) {
    return DIRECTION.times(gates() * hidden).plus(I).plus(gate * hidden);
  }

  /** The next hidden states, in their array and in the output. */
  private CodeBlock states() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int j = 0; j < $L; j++)", state);
    String value = "next[j]";
    if (kernel.projected()) {
      value = "sum";
      code.addStatement("float sum = 0f");
      code.beginControlFlow("for (int i = 0; i < $L; i++)", hidden);
      IndexExpr row = DIRECTION.times(state).plus(variable("j"));
      code.addStatement(
          "sum += next[i] * get(w$L, $L)", kernel.bias() ? 2 : 1, row.times(hidden).plus(I));
      code.endControlFlow();
    }
    code.addStatement("state[j] = $L", value);
    IndexExpr channel = DIRECTION.times(state).plus(variable("j"));
    code.addStatement(
        "put(y, $L, $L)",
        kernel.ends()
            ? out.at(EXAMPLE, variable("token").times(kernel.directions() * state).plus(channel))
            : out.at(ROW, channel),
        value);
    return code.endControlFlow().build();
  }
}
