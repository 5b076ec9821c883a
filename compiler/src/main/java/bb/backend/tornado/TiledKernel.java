package bb.backend.tornado;

import com.palantir.javapoet.CodeBlock;

/**
 * A kernel of work-groups. Its method takes {@code KernelContext context}, then what the parallel
 * one takes.
 *
 * @param groups how many work-groups along dimension 0: an expression of {@code n}
 * @param columns how many along dimension 1
 * @param layers how many along dimension 2
 * @param threads work-items of a group, all along dimension 0
 */
record TiledKernel(CodeBlock groups, long columns, long layers, int threads, CodeBlock body) {}
