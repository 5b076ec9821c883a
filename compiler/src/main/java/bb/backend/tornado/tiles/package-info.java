/**
 * Kernels as work-groups, for GPUs: {@link bb.backend.tornado.tiles.Tiles} says which kernels have
 * such forms, and from which batch on each is better than loops.
 */
package bb.backend.tornado.tiles;
