/** Where values lie in memory, the same for all backends: channels last, joined without copies. */
package bb.backend.layout;
