/** Networks as ONNX models: a program in, nodes and initialisers out, the wire format Tribuo's. */
package bb.onnx;
