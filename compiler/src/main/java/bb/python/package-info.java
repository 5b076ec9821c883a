/** What is written in Python: expressions as data, and how they are printed. */
package bb.python;
