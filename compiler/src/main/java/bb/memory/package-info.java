/** Where the buffers of a straight-line program lie in one arena: lifetimes, planner, checker. */
package bb.memory;
