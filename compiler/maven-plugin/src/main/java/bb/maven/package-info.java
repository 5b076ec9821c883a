/**
 * Goals that check, compile and report the {@code .bb} files of a project. The compiler needs a JDK
 * 25 and Maven does not, so that each goal starts {@code bbc} in a process of its own and reads
 * what it prints.
 */
package bb.maven;
