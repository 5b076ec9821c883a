/**
 * The TornadoVM backend: turns a program into tasks, and writes the Java whose methods TornadoVM
 * compiles for a device. A {@code DeviceKernel} is what one method computes, with all its numbers;
 * {@code TaskSelection} chooses them for a step. TornadoVM's types appear here by name only.
 */
package bb.backend.tornado;
