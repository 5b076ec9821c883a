/** Layers that mean something together become the one that does. */
package bb.importing.rules;
