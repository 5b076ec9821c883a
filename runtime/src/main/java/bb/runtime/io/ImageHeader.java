package bb.runtime.io;

import java.util.Optional;

/**
 * What an image's file says before anything is decoded, and what decoding will cost.
 *
 * @param decodedBytes the memory that its decoder takes for samples, about
 * @param unsupported why it cannot be read, if that can be told
 * @param isCutShort whether the file is too short for so many pixels
 * @param essential the file without what says nothing about pixels: a decoder may unpack all of it
 */
record ImageHeader(
    long pixels,
    long decodedBytes,
    Optional<String> unsupported,
    boolean isCutShort,
    byte[] essential) {}
