/** Networks that a file describes as a list of numbered layers. */
package bb.importing.tables;
