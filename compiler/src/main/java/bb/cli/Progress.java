package bb.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/**
 * Shows that something goes on, and what, once it has gone on for a second. It is gone without a
 * trace before anything else is written.
 */
final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int WIDTH = 80;
  private static final int BAR = 20;
  private static final String TURNING = "|/-\\";

  private final PrintStream err;
  private String stage;
  private long done;
  private long total = -1;
  private ProgressBar bar;
  private boolean closed;

  private Progress(PrintStream err, String stage) {
    this.err = err;
    this.stage = stage;
  }

  /** Begins to wait. */
  static Progress start(PrintStream err, String stage) {
    Progress progress = new Progress(err, stage);
    Thread.ofPlatform().daemon().name("progress").start(progress::waitAndShow);
    return progress;
  }

  /** Says what goes on now. */
  synchronized void stage(String newStage) {
    stage = newStage;
    step(0, -1);
    if (bar != null) {
      bar.setExtraMessage(newStage);
    }
  }

  /** Says how much of the stage is done. */
  synchronized void step(long newDone, long newTotal) {
    done = newDone;
    total = newTotal;
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
  }

  private void waitAndShow() {
    try {
      Thread.sleep(PATIENCE);
      show();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void show() {
    if (!closed) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax(total)
              .startsFrom(done, PATIENCE)
              .setUpdateIntervalMillis(200)
              .continuousUpdate()
              .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
              .setRenderer((state, _) -> line(state))
              .clearDisplayOnFinish()
              .build();
      bar.setExtraMessage(stage);
    }
  }

  /** {@code / measuring Digits [==== ] 12/30 0:05}. */
  private static String line(ProgressState state) {
    long seconds = state.getTotalElapsed().toSeconds();
    String line =
        TURNING.charAt((int) (seconds % TURNING.length())) + " " + state.getExtraMessage();
    if (state.getMax() > 0) {
      int full = (int) (BAR * state.getCurrent() / state.getMax());
      line += "  [" + "=".repeat(full) + " ".repeat(BAR - full) + "] ";
      line += state.getCurrent() + "/" + state.getMax();
    }
    line += String.format(Locale.ROOT, "  %d:%02d", seconds / 60, seconds % 60);
    // over what a longer line has left
    return line + " ".repeat(Math.max(0, WIDTH - 1 - line.length()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (bar != null) {
      bar.close();
    }
  }
}
