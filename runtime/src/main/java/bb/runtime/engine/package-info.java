/** What the engines share: how a call is checked, how weights are folded. */
package bb.runtime.engine;
