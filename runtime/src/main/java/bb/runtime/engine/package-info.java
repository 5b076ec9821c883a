/** What the engines share: how a call is checked, how weights are folded. */
@NullMarked
package bb.runtime.engine;

import org.jspecify.annotations.NullMarked;
