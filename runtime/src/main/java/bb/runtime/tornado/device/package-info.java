/**
 * What a network compiled for TornadoVM links against that names TornadoVM's types. It is compiled
 * against stand-ins of them. Jars that cannot run with TornadoVM do not hold this package, and no
 * other of the runtime knows it.
 */
package bb.runtime.tornado.device;
