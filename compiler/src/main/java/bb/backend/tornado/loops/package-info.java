/**
 * What methods compute on a device. A {@link bb.backend.tornado.loops.DeviceKernel} is a record
 * with all its numbers, so that equal layers share a method, and writes itself as parallel loops,
 * which are sequential Java too.
 */
package bb.backend.tornado.loops;
