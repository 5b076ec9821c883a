/**
 * What the CPU backend decides about a program before a line of code is written: where everything
 * lies ({@link bb.backend.cpu.plan.Allocation}), by which form each convolution is computed ({@link
 * bb.backend.cpu.plan.Forms}), and the calls that compute it, numbers and all ({@link
 * bb.backend.cpu.plan.CpuPlan}).
 */
package bb.backend.cpu.plan;
