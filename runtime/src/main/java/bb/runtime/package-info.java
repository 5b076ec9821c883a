/**
 * What programs call of compiled networks: {@link bb.runtime.Model} and what it takes and gives.
 * Nothing here takes null, and nothing returns it: a {@link NullPointerException} names the
 * parameter that was null.
 */
@NullMarked
package bb.runtime;

import org.jspecify.annotations.NullMarked;
