package bb.runtime.cpu;

/**
 * Where a convolution's weights lie.
 *
 * @param at the packed filter ({@link Packing})
 * @param groups the convolution's groups
 * @param vectors weight vectors over the output channels; the bias is the first
 */
public record Filter(int at, int groups, int... vectors) {}
