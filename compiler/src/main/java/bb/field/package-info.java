/** Which elements of a network's inputs an element of a tensor depends on: its receptive field. */
package bb.field;
