package uk.ac.manchester.tornado.api.common;

/** The shapes of tasks: a method of up to twenty arguments. */
public final class TornadoFunctions {
  private TornadoFunctions() {}

  public interface Task1<A> {
    void apply(A a);
  }

  public interface Task2<A, B> {
    void apply(A a, B b);
  }

  public interface Task3<A, B, C> {
    void apply(A a, B b, C c);
  }

  public interface Task4<A, B, C, D> {
    void apply(A a, B b, C c, D d);
  }

  public interface Task5<A, B, C, D, E> {
    void apply(A a, B b, C c, D d, E e);
  }

  public interface Task6<A, B, C, D, E, F> {
    void apply(A a, B b, C c, D d, E e, F f);
  }

  public interface Task7<A, B, C, D, E, F, G> {
    void apply(A a, B b, C c, D d, E e, F f, G g);
  }

  public interface Task8<A, B, C, D, E, F, G, H> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h);
  }

  public interface Task9<A, B, C, D, E, F, G, H, I> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i);
  }

  public interface Task10<A, B, C, D, E, F, G, H, I, J> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j);
  }

  public interface Task11<A, B, C, D, E, F, G, H, I, J, K> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k);
  }

  public interface Task12<A, B, C, D, E, F, G, H, I, J, K, L> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l);
  }

  public interface Task13<A, B, C, D, E, F, G, H, I, J, K, L, M> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m);
  }

  public interface Task14<A, B, C, D, E, F, G, H, I, J, K, L, M, N> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n);
  }

  public interface Task15<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o);
  }

  public interface Task16<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p);
  }

  public interface Task17<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q> {
    void apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p, Q q);
  }

  public interface Task18<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R> {
    void apply(
        A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p, Q q, R r);
  }

  public interface Task19<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S> {
    void apply(
        A a,
        B b,
        C c,
        D d,
        E e,
        F f,
        G g,
        H h,
        I i,
        J j,
        K k,
        L l,
        M m,
        N n,
        O o,
        P p,
        Q q,
        R r,
        S s);
  }

  public interface Task20<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T> {
    void apply(
        A a,
        B b,
        C c,
        D d,
        E e,
        F f,
        G g,
        H h,
        I i,
        J j,
        K k,
        L l,
        M m,
        N n,
        O o,
        P p,
        Q q,
        R r,
        S s,
        T t);
  }

  public interface LibraryTask1<A> {
    LibraryTaskDescriptor apply(A a);
  }

  public interface LibraryTask2<A, B> {
    LibraryTaskDescriptor apply(A a, B b);
  }

  public interface LibraryTask3<A, B, C> {
    LibraryTaskDescriptor apply(A a, B b, C c);
  }

  public interface LibraryTask4<A, B, C, D> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d);
  }

  public interface LibraryTask5<A, B, C, D, E> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e);
  }

  public interface LibraryTask6<A, B, C, D, E, F> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f);
  }

  public interface LibraryTask7<A, B, C, D, E, F, G> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f, G g);
  }

  public interface LibraryTask8<A, B, C, D, E, F, G, H> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f, G g, H h);
  }

  public interface LibraryTask9<A, B, C, D, E, F, G, H, I> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f, G g, H h, I i);
  }

  public interface LibraryTask10<A, B, C, D, E, F, G, H, I, J> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j);
  }

  public interface LibraryTask11<A, B, C, D, E, F, G, H, I, J, K> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k);
  }

  public interface LibraryTask12<A, B, C, D, E, F, G, H, I, J, K, L> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l);
  }

  public interface LibraryTask13<A, B, C, D, E, F, G, H, I, J, K, L, M> {
    LibraryTaskDescriptor apply(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m);
  }

  public interface LibraryTask14<A, B, C, D, E, F, G, H, I, J, K, L, M, N> {
    LibraryTaskDescriptor apply(
        A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n);
  }

  public interface LibraryTask15<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> {
    LibraryTaskDescriptor apply(
        A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o);
  }

  public interface LibraryTask16<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P> {
    LibraryTaskDescriptor apply(
        A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p);
  }

  public interface LibraryTask17<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q> {
    LibraryTaskDescriptor apply(
        A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p, Q q);
  }

  public interface LibraryTask18<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R> {
    LibraryTaskDescriptor apply(
        A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p, Q q, R r);
  }

  public interface LibraryTask19<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S> {
    LibraryTaskDescriptor apply(
        A a,
        B b,
        C c,
        D d,
        E e,
        F f,
        G g,
        H h,
        I i,
        J j,
        K k,
        L l,
        M m,
        N n,
        O o,
        P p,
        Q q,
        R r,
        S s);
  }

  public interface LibraryTask20<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T> {
    LibraryTaskDescriptor apply(
        A a,
        B b,
        C c,
        D d,
        E e,
        F f,
        G g,
        H h,
        I i,
        J j,
        K k,
        L l,
        M m,
        N n,
        O o,
        P p,
        Q q,
        R r,
        S s,
        T t);
  }
}
