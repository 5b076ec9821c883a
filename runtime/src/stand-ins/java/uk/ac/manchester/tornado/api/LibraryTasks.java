package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoFunctions;

/** The overloads of {@code libraryTask}. */
abstract sealed class LibraryTasks extends Tasks permits TaskGraph {
  LibraryTasks() {}

  public <A> TaskGraph libraryTask(String id, TornadoFunctions.LibraryTask1<A> code, A a) {
    return add(id, code, a);
  }

  public <A, B> TaskGraph libraryTask(
      String id, TornadoFunctions.LibraryTask2<A, B> code, A a, B b) {
    return add(id, code, a, b);
  }

  public <A, B, C> TaskGraph libraryTask(
      String id, TornadoFunctions.LibraryTask3<A, B, C> code, A a, B b, C c) {
    return add(id, code, a, b, c);
  }

  public <A, B, C, D> TaskGraph libraryTask(
      String id, TornadoFunctions.LibraryTask4<A, B, C, D> code, A a, B b, C c, D d) {
    return add(id, code, a, b, c, d);
  }

  public <A, B, C, D, E> TaskGraph libraryTask(
      String id, TornadoFunctions.LibraryTask5<A, B, C, D, E> code, A a, B b, C c, D d, E e) {
    return add(id, code, a, b, c, d, e);
  }

  public <A, B, C, D, E, F> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask6<A, B, C, D, E, F> code,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f) {
    return add(id, code, a, b, c, d, e, f);
  }

  public <A, B, C, D, E, F, G> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask7<A, B, C, D, E, F, G> code,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g) {
    return add(id, code, a, b, c, d, e, f, g);
  }

  public <A, B, C, D, E, F, G, H> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask8<A, B, C, D, E, F, G, H> code,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g,
      H h) {
    return add(id, code, a, b, c, d, e, f, g, h);
  }

  public <A, B, C, D, E, F, G, H, I> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask9<A, B, C, D, E, F, G, H, I> code,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g,
      H h,
      I i) {
    return add(id, code, a, b, c, d, e, f, g, h, i);
  }

  public <A, B, C, D, E, F, G, H, I, J> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask10<A, B, C, D, E, F, G, H, I, J> code,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g,
      H h,
      I i,
      J j) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j);
  }

  public <A, B, C, D, E, F, G, H, I, J, K> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask11<A, B, C, D, E, F, G, H, I, J, K> code,
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
      K k) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask12<A, B, C, D, E, F, G, H, I, J, K, L> code,
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
      L l) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask13<A, B, C, D, E, F, G, H, I, J, K, L, M> code,
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
      M m) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask14<A, B, C, D, E, F, G, H, I, J, K, L, M, N> code,
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
      N n) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask15<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> code,
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
      O o) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask16<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P> code,
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
      P p) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask17<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q> code,
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
      Q q) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask18<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R> code,
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
      R r) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask19<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S> code,
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
      S s) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  }

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T> TaskGraph libraryTask(
      String id,
      TornadoFunctions.LibraryTask20<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T>
          code,
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
      T t) {
    return add(id, code, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
  }
}
