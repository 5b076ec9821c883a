/** Networks as PyTorch modules that a person would write. */
package bb.torch;
