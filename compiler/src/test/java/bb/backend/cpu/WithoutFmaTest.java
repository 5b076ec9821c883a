package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.interpreter.Oracle;
import bb.program.Program;
import bb.runtime.Model;
import bb.runtime.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java without fused multiply-adds multiplies and adds, in scalar kernels, and says so. */
final class WithoutFmaTest {
  private static final long SEED = 7;
  private static final int STEPS = 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"-XX:-UseFMA", "-XX:UseAVX=0"})
  void answers_are_right(String option) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                option,
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertEquals(0, exit, Files.readString(err));
    List<String> lines = Files.readAllLines(out);
    if (System.getProperty("os.arch").equals("amd64")) {
      assertEquals("SCALAR", lines.getFirst());
      assertEquals(1, Files.readString(err).split("-XX:\\+UseFMA", -1).length - 1);
    }
    Program program = RandomProgram.of(SEED, STEPS);
    Oracle oracle = TestModel.oracle(program, TestModel.inputs(program, 2));
    Map<String, Tensor> found = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ");
      float[] data = new float[words.length - 1];
      for (int i = 0; i < data.length; i++) {
        data[i] = Float.parseFloat(words[i + 1]);
      }
      found.put(words[0], new Tensor(new int[] {data.length}, data));
    }
    assertEquals(Optional.empty(), oracle.complaint(found));
  }

  /** What runs in the other JVM: prints the engine and the outputs. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Program program = RandomProgram.of(SEED, STEPS);
      Model model = TestModel.load(TestModel.compile(program));
      StringBuilder text = new StringBuilder(model.engine().kind() + "\n");
      model
          .predict(TestModel.inputs(program, 2))
          .forEach((name, tensor) -> {
            text.append(name);
            for (float number : tensor.data()) {
              text.append(' ').append(number);
            }
            text.append('\n');
          });
      System.out.write(text.toString().getBytes(StandardCharsets.UTF_8), 0, text.length());
      System.out.flush();
    }
  }
}
