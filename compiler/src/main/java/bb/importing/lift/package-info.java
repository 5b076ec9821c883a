/** Nodes become layers, by a rule for each operator. */
package bb.importing.lift;
