package bb.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every layer with each of its arguments has numbers of PyTorch's, and with them what is made of
 * the same goldens: the interpreter ({@link OperatorGoldenTest}), the model in ONNX Runtime ({@link
 * OperatorOnnxTest}), the CPU engine and TornadoVM's loops ({@link OperatorTornadoTest}). Random
 * networks look after their own part.
 */
class EveryLayerTest {
  private static final String PYTORCH = "pytorch";

  @Test
  void hasNumbersOfPyTorch() throws IOException, JsonParserException {
    Set<String> missing = LayerForms.all();
    missing.removeAll(LayerForms.exceptions(PYTORCH));
    missing.removeAll(LayerForms.ofGoldens());
    assertEquals(Set.of(), missing, "a case in op_goldens.py, or a line in layer-exceptions.tsv");
  }

  @Test
  void noExceptionIsStale() throws IOException, JsonParserException {
    Set<String> stale = new TreeSet<>(LayerForms.exceptions(PYTORCH));
    stale.retainAll(LayerForms.ofGoldens());
    assertEquals(Set.of(), stale);
  }
}
