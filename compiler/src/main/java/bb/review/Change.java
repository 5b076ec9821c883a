package bb.review;

/**
 * One difference between two versions of a network.
 *
 * @param text what has changed, as a clause
 */
public record Change(ChangeClass kind, String text) {}
