package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * An array that is copied between host and device.
 *
 * @param mode one of those in {@code DataTransferMode}
 */
record Transfer(int mode, TornadoNativeArray array) {}
