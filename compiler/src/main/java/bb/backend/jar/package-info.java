/** Turns generated sources into classes: in memory, to be run at once, or in a jar of their own. */
package bb.backend.jar;
