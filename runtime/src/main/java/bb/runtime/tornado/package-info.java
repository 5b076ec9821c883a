/**
 * What a network compiled for TornadoVM links against, besides TornadoVM: this package names none
 * of its types, so that the same jar runs on a Java without it. Emitted classes implement {@link
 * bb.runtime.tornado.DeviceNetwork}; {@link bb.runtime.tornado.TornadoModel} makes a model of them.
 */
package bb.runtime.tornado;
