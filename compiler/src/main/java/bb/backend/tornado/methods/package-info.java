/**
 * What the classes of a network are written with: the methods of kernels, which those share that
 * differ in sizes only, and the statements that add their tasks to a graph.
 */
package bb.backend.tornado.methods;
