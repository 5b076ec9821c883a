/** Finds the branches and the scopes of a flat network, and what repeats in it. */
package bb.importing.structure;
