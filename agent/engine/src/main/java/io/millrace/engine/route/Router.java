package io.millrace.engine.route;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sends events through the filters and to the output that their tag matches, in the order of the
 * configuration: every matching filter in front of the first matching output applies. One router
 * for the root and one for each label.
 *
 * <p>Rules are added while the graph is built, by one thread; after that {@link #emit} is called by
 * any number. What a tag matches is kept for the last {@value #CACHED_TAGS} tags.
 */
public final class Router implements EventSink {
  /** As Fluentd; a bound, because senders choose the tags. */
  static final int CACHED_TAGS = 1024;

  /** A longer tag, in characters, is looked up each time: it is no tag that somebody planned. */
  static final int CACHED_LENGTH = 1024;

  /** Either a filter or an output, behind a pattern. */
  private sealed interface Rule {
    MatchPattern pattern();
  }

  private record FilterRule(MatchPattern pattern, FilterStage filter) implements Rule {}

  private record MatchRule(MatchPattern pattern, EventSink output) implements Rule {}

  /** What the rules make of one tag. */
  private record Path(FilterChain filters, EventSink output) {}

  private final List<Rule> rules = new ArrayList<>();
  private final EventSink unmatched;
  private final FailedEmits failures;
  private final Entry top = new Entry(0);

  /**
   * A router without rules.
   *
   * @param unmatched takes what no output matches
   * @param failures decides about streams that an output did not take
   */
  public Router(EventSink unmatched, FailedEmits failures) {
    this.unmatched = unmatched;
    this.failures = failures;
  }

  /** Adds a filter behind the rules so far. */
  public void addFilter(MatchPattern pattern, FilterStage filter) {
    rules.add(new FilterRule(pattern, filter));
  }

  /** Adds an output behind the rules so far. */
  public void addMatch(MatchPattern pattern, EventSink output) {
    rules.add(new MatchRule(pattern, output));
  }

  /**
   * Where the filter that is added next emits what it held back: to the filters and the output
   * behind it.
   */
  public EventSink behindNext() {
    return new Entry(rules.size() + 1);
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    return top.emit(tag, events);
  }

  int cachedTags() {
    return top.paths.size();
  }

  /** A place among the rules where events come in; rules before it do not apply. */
  private final class Entry implements EventSink {
    private final int firstRule;
    private final ConcurrentHashMap<Tag, Path> paths = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Tag> order = new ConcurrentLinkedQueue<>();

    Entry(int firstRule) {
      this.firstRule = firstRule;
    }

    @Override
    public CompletionStage<Void> emit(Tag tag, EventStream events) {
      Path path = paths.get(tag);
      if (path == null) {
        path = find(tag);
      }
      EventStream filtered = events;
      try {
        if (!path.filters.isEmpty()) {
          filtered = path.filters.apply(tag, events);
          if (filtered.count() == 0) {
            return DONE;
          }
        }
        CompletionStage<Void> stage = path.output.emit(tag, filtered);
        return stage == DONE ? stage : watch(stage, tag, filtered);
      } catch (RuntimeException e) {
        return failures.handle(tag, filtered, e);
      }
    }

    private CompletionStage<Void> watch(CompletionStage<Void> stage, Tag tag, EventStream events) {
      return stage
          .handle((done, error) -> error == null ? DONE : failures.handle(tag, events, error))
          .thenCompose(next -> next);
    }

    private Path find(Tag tag) {
      List<FilterStage> filters = new ArrayList<>();
      EventSink output = unmatched;
      for (Rule rule : rules.subList(firstRule, rules.size())) {
        if (!rule.pattern().matches(tag.value())) {
          continue;
        }
        if (rule instanceof FilterRule filter) {
          filters.add(filter.filter());
        } else if (rule instanceof MatchRule match) {
          output = match.output();
          break;
        }
      }
      Path path = new Path(FilterChain.of(filters), output);
      if (tag.value().length() <= CACHED_LENGTH) {
        keep(tag, path);
      }
      return path;
    }

    private void keep(Tag tag, Path path) {
      if (paths.putIfAbsent(tag, path) == null) {
        order.add(tag);
        if (paths.size() > CACHED_TAGS) {
          Tag oldest = order.poll();
          if (oldest != null) {
            paths.remove(oldest);
          }
        }
      }
    }
  }
}
