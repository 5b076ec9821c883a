/** Models as plain values: protobuf in, nodes and tensors out. */
package bb.importing.read;
