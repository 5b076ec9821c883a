/** Reads darknet's configurations and weights. */
package bb.importing.darknet;
