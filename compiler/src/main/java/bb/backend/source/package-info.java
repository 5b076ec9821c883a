/** Pieces of generated Java that the backends share. */
package bb.backend.source;
