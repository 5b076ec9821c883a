/**
 * The CPU engine that generated models link against: threads, the packing of weights, and the
 * drivers that cut each step into the tiles, strips and lines that a model's kernels work on.
 *
 * <p>Activations are channels-last: a {@code [c, h, w]} tensor is stored {@code [h][w][c]}, {@code
 * [t, d]} as t rows of d, and everything else as one row. All of them lie in one array, the arena;
 * all weights lie in another. Classes whose name begins with {@code Vector} need the module {@code
 * jdk.incubator.vector} and are loaded only where it is present.
 */
@NullMarked
package bb.runtime.cpu;

import org.jspecify.annotations.NullMarked;
