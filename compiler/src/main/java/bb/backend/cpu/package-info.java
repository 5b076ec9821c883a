/**
 * The CPU backend: decides where values and weights lie, and writes the Java classes that run a
 * program on {@code bb.runtime.cpu}.
 */
package bb.backend.cpu;
