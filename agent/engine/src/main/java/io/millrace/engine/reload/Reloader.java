package io.millrace.engine.reload;

import io.millrace.api.Handover;
import io.millrace.engine.graph.Services;
import io.millrace.engine.worker.WorkerConfigs;
import io.millrace.engine.worker.Workers;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the graphs of one configuration by those of another without losing a connection or an
 * event. For one thread.
 *
 * <p><b>Order.</b> (1) The new configuration is read and its graphs are built, which opens nothing:
 * a problem here ends the reload, and the old graphs have not noticed. (2) {@link Handover#begin}:
 * listeners and connections are no longer read, emits in flight end; the kernel holds what comes
 * meanwhile. (3) The old graphs are walked down, inputs first. An output that the new configuration
 * has unchanged leaves its chunks and its retry to its successor; any other flushes as at a
 * shutdown. Inputs leave their positions. (4) The new graphs take these things and start. (5)
 * {@link Handover#end}: connections go on, with the inputs of the new graphs; what nobody took over
 * closes.
 *
 * <p><b>Invariant.</b> Between (2) and (5) nothing is emitted by a connection, so no event can get
 * into a buffer that has been emptied already. What was read and not emitted waits in its
 * connection, without an acknowledgement.
 *
 * <p><b>Failures.</b> From (2) on there is no way back for the old graphs: whatever fails, they
 * end, and so there are never two sets that run. If the new graphs do not start, they are walked
 * down in the same way, and the old configuration is built and started again, with what was left by
 * whichever graphs had it last. If that fails too, nothing runs: {@link ReloadException}.
 */
public final class Reloader {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final Services services;
  private final Supplier<WorkerConfigs> source;
  private final Function<WorkerConfigs, Workers> builder;
  private final Consumer<Workers> onLeave;

  /**
   * Of what it needs.
   *
   * @param services those that are a {@link Handover} take part
   * @param source reads the configuration as its files say now
   * @param builder builds graphs, without side effects
   * @param onLeave called before graphs end
   */
  public Reloader(
      Services services,
      Supplier<WorkerConfigs> source,
      Function<WorkerConfigs, Workers> builder,
      Consumer<Workers> onLeave) {
    this.services = services;
    this.source = source;
    this.builder = builder;
    this.onLeave = onLeave;
  }

  /**
   * The graphs that run from now on: new ones, or {@code old} if the configuration has a problem,
   * or those of the old configuration made anew.
   *
   * @throws ReloadException if nothing runs any more
   */
  public Workers reload(Workers old) throws ReloadException {
    LOG.info("reloading the configuration");
    Workers next;
    try {
      next = builder.apply(source.get());
    } catch (RuntimeException | LinkageError e) { // whatever it is, the old graphs run on
      LOG.error(
          "the new configuration has problems, the old one stays in use: error=\"{}\"",
          e.getMessage());
      LOG.debug("the new configuration has problems", e);
      return old;
    }
    next.warnings().forEach(warning -> LOG.warn("{}", warning));
    List<Handover> participants = services.made(Handover.class);
    try {
      return pause(participants) ? replace(old, next) : old;
    } finally {
      participants.forEach(Handover::end);
    }
  }

  private static boolean pause(List<Handover> participants) {
    try {
      participants.forEach(Handover::begin);
      return true;
    } catch (RuntimeException | LinkageError e) {
      LOG.error("listeners cannot be paused, the old configuration stays in use", e);
      return false;
    }
  }

  private Workers replace(Workers old, Workers next) throws ReloadException {
    Workers last = old; // has what was left
    try {
      end(old, next);
      next.takeFrom(old);
      last = next;
      next.start();
      LOG.info("reloaded the configuration");
      return next;
    } catch (Exception | LinkageError e) {
      LOG.error(
          "the new configuration did not start, going back to the old one: error_class={} error=\"{}\"",
          e.getClass().getSimpleName(),
          e.getMessage());
      LOG.debug("the new configuration did not start", e);
    }
    return goBack(old, last);
  }

  private Workers goBack(Workers old, Workers last) throws ReloadException {
    Optional<Workers> again = Optional.empty();
    boolean ended = last.equals(old);
    try {
      again = Optional.of(builder.apply(old.configs()));
      if (!ended) {
        ended = true;
        end(last, again.get());
      }
      again.get().takeFrom(last);
      again.get().start();
      LOG.info("the old configuration is in use again");
      return again.get();
    } catch (Exception | LinkageError e) {
      again.ifPresent(Workers::stop);
      if (!ended) {
        last.stop();
      }
      throw new ReloadException(e);
    }
  }

  /** Ends {@code from} in any case, in such a way that {@code to} can go on with what it has. */
  private void end(Workers from, Workers to) {
    try {
      onLeave.accept(from);
      from.leaveTo(to);
    } finally {
      from.stop();
    }
  }
}
