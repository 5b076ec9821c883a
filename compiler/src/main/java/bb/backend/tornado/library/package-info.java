/**
 * Kernels by the libraries of CUDA: a {@link bb.backend.tornado.library.LibraryForm} brings the
 * operands into a library's layout and does what remains.
 */
package bb.backend.tornado.library;
