/** Reads Ultralytics' tables of networks. */
package bb.importing.ultralytics;
