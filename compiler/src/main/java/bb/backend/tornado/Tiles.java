package bb.backend.tornado;

import java.util.List;

/** The ways to compute a kernel in work-groups, for GPUs, where that is worth it. */
final class Tiles {
  private Tiles() {}

  /**
   * Those for larger batches first; for batches smaller than those of the last there are the loops.
   */
  static List<TiledKernel> of(DeviceKernel kernel) {
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
