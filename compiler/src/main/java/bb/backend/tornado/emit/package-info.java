/** Writes the classes of a network for TornadoVM, and those that are the same for all. */
package bb.backend.tornado.emit;
