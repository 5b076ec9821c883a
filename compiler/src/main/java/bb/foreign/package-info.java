/** What the words of PyTorch, Keras, TensorFlow and Python are in bb: tables, and nothing else. */
package bb.foreign;
