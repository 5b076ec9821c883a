package bb.report;

import bb.graph.Graph;

/**
 * A network with all that there is to say of it.
 *
 * @param memory where activations lie
 */
public record Reported(Graph graph, Report report, MemoryMap memory) {}
