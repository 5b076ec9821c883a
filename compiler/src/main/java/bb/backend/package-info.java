/** What the backends have in common. */
package bb.backend;
