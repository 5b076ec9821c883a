package bb.importing.darknet;

import java.nio.ByteBuffer;

/** A file of darknet's weights, and what it is called. */
public record Trained(String name, ByteBuffer bytes) {}
