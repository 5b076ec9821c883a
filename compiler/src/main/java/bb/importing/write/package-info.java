/** Layers as a source, and their tensors as a file. */
package bb.importing.write;
