package bb.backend.tornado.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.layout.Extent;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Attend;
import bb.backend.tornado.loops.BinAverage;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Normalize;
import bb.backend.tornado.loops.Product;
import bb.backend.tornado.loops.SoftmaxLines;
import bb.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kernels in work-groups are the kernels in loops. */
class TiledKernelsTest {
  @Test
  void random_products() {
    List<KernelCase> cases = random(14, TiledKernelsTest::product);
    TiledCases.check(cases);
    TiledCases.covers(cases, "tile16x16", "tile32x32", "tile64x64");
  }

  @Test
  void random_norms_of_pixels() {
    TiledCases.check(random(12, random -> norm(random, false)));
  }

  @Test
  void random_norms_of_images() {
    TiledCases.check(random(12, random -> norm(random, true)));
  }

  @Test
  void random_softmaxes() {
    TiledCases.check(random(12, TiledKernelsTest::softmax));
  }

  @Test
  void random_means() {
    TiledCases.check(random(10, TiledKernelsTest::mean));
  }

  @Test
  void random_attention() {
    List<KernelCase> cases = new ArrayList<>(random(12, TiledKernelsTest::attention));
    View wide = new View(new Extent(1, 20, 200), 0, 200);
    cases.add(attention(attend(wide, wide, wide, wide, 1, 1, true), 1));
    TiledCases.check(cases);
    TiledCases.covers(cases, "block32", "block16");
  }

  @Test
  void loops_where_local_memory_is_too_small() {
    View wide = new View(new Extent(1, 20, 700), 0, 700);
    assertEquals(List.of(), Tiles.of(attend(wide, wide, wide, wide, 1, 1, false)));
  }

  @Test
  void loops_where_lines_are_short() {
    View narrow = new View(new Extent(4, 4, 9), 0, 9);
    assertEquals(List.of(), Tiles.of(new Normalize(narrow, narrow, 1, false, true, 1e-5)));
    assertEquals(List.of(), Tiles.of(new BinAverage(narrow, narrow)));
  }

  private static List<KernelCase> random(int count, Function<Random, KernelCase> make) {
    return IntStream.range(0, count).mapToObj(seed -> make.apply(new Random(seed))).toList();
  }

  private static KernelCase product(Random random) {
    long rows = 8 + random.nextInt(60);
    long depth = 1 + random.nextInt(70);
    long columns = 8 + random.nextInt(60);
    boolean transposed = random.nextBoolean();
    View a = KernelCase.view(random, 1, rows, depth);
    View b =
        transposed
            ? KernelCase.view(random, 1, columns, depth)
            : KernelCase.view(random, 1, depth, columns);
    View out = KernelCase.view(random, 1, rows, columns);
    return of(new Product(1, a, b, out, transposed), 1 + random.nextInt(3), a, b, out);
  }

  private static KernelCase norm(Random random, boolean acrossPixels) {
    long groups = 1 + random.nextInt(3);
    long channels = groups * (acrossPixels ? 1 + random.nextInt(9) : 32 + random.nextInt(2000));
    long height = 4 + random.nextInt(8);
    long width = 8 + random.nextInt(4);
    if (!acrossPixels) {
      height = 1;
      width = 1 + random.nextInt(3);
    }
    View in = KernelCase.view(random, height, width, channels);
    View out = KernelCase.view(random, height, width, channels);
    Normalize kernel = new Normalize(in, out, groups, acrossPixels, random.nextInt(3) > 0, 1e-5);
    return of(kernel, 1 + random.nextInt(3), in, out);
  }

  private static KernelCase softmax(Random random) {
    long lines = 1 + random.nextInt(5);
    long length = 32 + random.nextInt(random.nextBoolean() ? 60 : 1500);
    View in = KernelCase.view(random, 1, lines, length);
    View out = KernelCase.view(random, 1, lines, length);
    if (random.nextBoolean()) {
      SoftmaxLines rows =
          new SoftmaxLines(
              List.of(lines),
              new Access(in.first(), lines * in.stride(), List.of(in.stride())),
              new Access(out.first(), lines * out.stride(), List.of(out.stride())),
              length,
              1,
              1);
      return of(rows, 1 + random.nextInt(3), in, out);
    }
    View tall = KernelCase.view(random, 1, length, lines);
    View result = KernelCase.view(random, 1, length, lines);
    SoftmaxLines columns =
        new SoftmaxLines(
            List.of(lines),
            new Access(tall.first(), length * tall.stride(), List.of(1L)),
            new Access(result.first(), length * result.stride(), List.of(1L)),
            length,
            tall.stride(),
            result.stride());
    return of(columns, 1 + random.nextInt(3), tall, result);
  }

  private static KernelCase mean(Random random) {
    long channels = 1 + random.nextInt(40);
    View in = KernelCase.view(random, 4 + random.nextInt(9), 8 + random.nextInt(3), channels);
    View out = KernelCase.view(random, 1, 1, channels);
    return of(new BinAverage(in, out), 1 + random.nextInt(3), in, out);
  }

  private static KernelCase attention(Random random) {
    long heads = 1 + random.nextInt(3);
    boolean causal = random.nextInt(3) == 0;
    long tokens = 1 + random.nextInt(50);
    long keys = causal ? tokens : 1 + random.nextInt(100);
    long size = heads * (1 + random.nextInt(40));
    long valueSize = heads * (1 + random.nextInt(40));
    long sequences = 1 + random.nextInt(2);
    View queries = KernelCase.view(random, sequences, tokens, size);
    View key = KernelCase.view(random, sequences, keys, size);
    View values = KernelCase.view(random, sequences, keys, valueSize);
    View out = KernelCase.view(random, sequences, tokens, valueSize);
    return of(
        attend(queries, key, values, out, sequences, heads, causal),
        1 + random.nextInt(2),
        queries,
        key,
        values,
        out);
  }

  private static KernelCase attention(Attend kernel, int batch) {
    return of(kernel, batch, kernel.queries(), kernel.keys(), kernel.values(), kernel.out());
  }

  /** Sequences are a view's rows of pixels. */
  private static Attend attend(
      View queries, View keys, View values, View out, long sequences, long heads, boolean causal) {
    var kernel =
        new Kernel.Attention(
            sequences, heads, heads, 0.5, causal ? Optional.of(0L) : Optional.empty(), List.of());
    return new Attend(
        queries.part(sequences),
        keys.part(sequences),
        values.part(sequences),
        out.part(sequences),
        kernel,
        List.of());
  }

  private static KernelCase of(DeviceKernel kernel, int batch, View... views) {
    return new KernelCase(
        kernel, batch, Stream.of(views).map(view -> KernelCase.size(view, batch)).toList());
  }
}
