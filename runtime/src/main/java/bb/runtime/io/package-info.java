/**
 * Reads weight files, pictures and numbers, whatever bytes they hold, and writes files whole or not
 * at all.
 */
@NullMarked
package bb.runtime.io;

import org.jspecify.annotations.NullMarked;
