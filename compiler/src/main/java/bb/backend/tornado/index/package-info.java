/**
 * Where an element lies: expressions of ints, as generated code has them, and what is known of an
 * array by the numbers of examples, pixels and channels ({@link bb.backend.tornado.index.View}) or
 * of any dimensions ({@link bb.backend.tornado.index.Access}).
 */
package bb.backend.tornado.index;
