/** The network that is being read, as layers. */
package bb.importing.layers;
