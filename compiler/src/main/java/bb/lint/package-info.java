/** What is probably not meant in a network, though it is right: a file for each lint. */
package bb.lint;
