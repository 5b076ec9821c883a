/** Sources out of ONNX models. */
package bb.importing;
