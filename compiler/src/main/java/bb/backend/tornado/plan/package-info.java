/**
 * What this backend decides about a program before a line is written: a kernel for each step, and
 * the arrays it works on ({@link bb.backend.tornado.plan.TornadoPlan}).
 */
package bb.backend.tornado.plan;
