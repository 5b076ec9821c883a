package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoFunctions;

/** The overloads of {@code task}. */
abstract sealed class Tasks permits LibraryTasks {
  Tasks() {}

  /** Adds what the code does with these arguments. */
  abstract TaskGraph add(String id, Object code, Object... arguments);

  public <A> TaskGraph task(String id, TornadoFunctions.Task1<A> code, A a) {
    return add(id, code, a);
  }

  public <A, B> TaskGraph task(String id, TornadoFunctions.Task2<A, B> code, A a, B b) {
    return add(id, code, a, b);
  }

  public <A, B, C> TaskGraph task(String id, TornadoFunctions.Task3<A, B, C> code, A a, B b, C c) {
    return add(id, code, a, b, c);
  }

  public <A, B, C, D> TaskGraph task(
      String id, TornadoFunctions.Task4<A, B, C, D> code, A a, B b, C c, D d) {
    return add(id, code, a, b, c, d);
  }

  public <A, B, C, D, E> TaskGraph task(
      String id, TornadoFunctions.Task5<A, B, C, D, E> code, A a, B b, C c, D d, E e) {
    return add(id, code, a, b, c, d, e);
  }

  public <A, B, C, D, E, F> TaskGraph task(
      String id, TornadoFunctions.Task6<A, B, C, D, E, F> code, A a, B b, C c, D d, E e, F f) {
    return add(id, code, a, b, c, d, e, f);
  }

  public <A, B, C, D, E, F, G> TaskGraph task(
      String id,
      TornadoFunctions.Task7<A, B, C, D, E, F, G> code,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g) {
    return add(id, code, a, b, c, d, e, f, g);
  }

  public <A, B, C, D, E, F, G, H> TaskGraph task(
      String id,
      TornadoFunctions.Task8<A, B, C, D, E, F, G, H> code,
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

  public <A, B, C, D, E, F, G, H, I> TaskGraph task(
      String id,
      TornadoFunctions.Task9<A, B, C, D, E, F, G, H, I> code,
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

  public <A, B, C, D, E, F, G, H, I, J> TaskGraph task(
      String id,
      TornadoFunctions.Task10<A, B, C, D, E, F, G, H, I, J> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K> TaskGraph task(
      String id,
      TornadoFunctions.Task11<A, B, C, D, E, F, G, H, I, J, K> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L> TaskGraph task(
      String id,
      TornadoFunctions.Task12<A, B, C, D, E, F, G, H, I, J, K, L> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M> TaskGraph task(
      String id,
      TornadoFunctions.Task13<A, B, C, D, E, F, G, H, I, J, K, L, M> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N> TaskGraph task(
      String id,
      TornadoFunctions.Task14<A, B, C, D, E, F, G, H, I, J, K, L, M, N> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> TaskGraph task(
      String id,
      TornadoFunctions.Task15<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P> TaskGraph task(
      String id,
      TornadoFunctions.Task16<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q> TaskGraph task(
      String id,
      TornadoFunctions.Task17<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R> TaskGraph task(
      String id,
      TornadoFunctions.Task18<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S> TaskGraph task(
      String id,
      TornadoFunctions.Task19<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S> code,
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

  public <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T> TaskGraph task(
      String id,
      TornadoFunctions.Task20<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T> code,
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
