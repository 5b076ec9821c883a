/**
 * What programs call of compiled networks: {@link bb.runtime.Model} and what it takes and gives.
 * Nothing here takes null, and nothing returns it.
 */
package bb.runtime;
