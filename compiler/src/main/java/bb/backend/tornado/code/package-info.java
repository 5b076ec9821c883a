/**
 * What all kernels are written with: the arrays that they take, of which precision, and pieces of
 * their statements. TornadoVM's types appear by name only.
 */
package bb.backend.tornado.code;
