/** What can be computed of a model before anything runs. */
package bb.importing.fold;
