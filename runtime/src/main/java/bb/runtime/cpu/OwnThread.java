package bb.runtime.cpu;

/**
 * Threads of the engine's own: daemons that keep nothing of the thread that happens to need them
 * first, neither its inheritable variables nor its class loader. They may live longer than what
 * that is about, a request or a web application.
 */
final class OwnThread {
  private OwnThread() {}

  static void start(String name, Runnable task) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(task);
    thread.setContextClassLoader(null);
    thread.start();
  }
}
