/**
 * The TornadoVM backend: turns a program into tasks ({@code plan}), whose kernels are loops ({@code
 * loops}), and on GPUs work-groups ({@code tiles}) or calls of libraries ({@code library}), and
 * writes the Java that TornadoVM compiles for a device ({@code emit}). TornadoVM's types appear
 * here by name only.
 */
package bb.backend.tornado;
