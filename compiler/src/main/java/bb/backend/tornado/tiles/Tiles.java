package bb.backend.tornado.tiles;

import bb.backend.tornado.loops.Attend;
import bb.backend.tornado.loops.BinAverage;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.CountUp;
import bb.backend.tornado.loops.Depthwise;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Elementwise;
import bb.backend.tornado.loops.Finish;
import bb.backend.tornado.loops.Gather;
import bb.backend.tornado.loops.Lookup;
import bb.backend.tornado.loops.Normalize;
import bb.backend.tornado.loops.Padding;
import bb.backend.tornado.loops.Picking;
import bb.backend.tornado.loops.Pooling;
import bb.backend.tornado.loops.Product;
import bb.backend.tornado.loops.Recur;
import bb.backend.tornado.loops.Reducing;
import bb.backend.tornado.loops.Reorder;
import bb.backend.tornado.loops.Resampling;
import bb.backend.tornado.loops.ResponseNorm;
import bb.backend.tornado.loops.Scan;
import bb.backend.tornado.loops.Sinusoids;
import bb.backend.tornado.loops.SoftmaxLines;
import java.util.List;

/** The ways to compute a kernel in work-groups, for GPUs, where that is worth it. */
public final class Tiles {
  private Tiles() {}

  /**
   * Those for larger batches first; for batches smaller than those of the last there are the loops.
   */
  public static List<TiledKernel> of(DeviceKernel kernel) {
    return switch (kernel) {
      case Attend attend -> AttendTiles.variants(attend);
      case BinAverage average -> AverageTiles.variants(average);
      case Convolve convolve -> new ConvolveTiles(convolve).variants();
      case Normalize normalize -> NormalizeTiles.variants(normalize);
      case Product product -> ProductTiles.variants(product);
      case SoftmaxLines softmax -> SoftmaxTiles.variants(softmax);
      case CountUp _,
          Depthwise _,
          Elementwise _,
          Finish _,
          Gather _,
          Lookup _,
          Padding _,
          Picking _,
          Pooling _,
          Recur _,
          Reducing _,
          Reorder _,
          Resampling _,
          ResponseNorm _,
          Scan _,
          Sinusoids _ ->
          List.of();
    };
  }
}
