package io.millrace.plugins.output.rewrite;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.PackedEvents;
import io.millrace.event.RegexpTimeoutException;
import io.millrace.event.RubyMatcher;
import io.millrace.event.Utf8;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One stream's way through {@link RewriteTagOutput}; kept by a thread for the next stream.
 *
 * <p>What a rule made of the last event is kept: a template without groups gives the same tag as
 * long as the old tag stays, and one with groups is mostly asked for the same tag again. So the
 * steady state makes no tag anew.
 */
final class RewritePass {
  private final Rewriting rewriting;
  private final RubyMatcher[] matchers;
  private final @Nullable Destination[] last;
  private final ByteArraySink tagText = new ByteArraySink(64);
  private final EventCursor cursor = new EventCursor();
  private Tag tag = Tag.of("");
  private ShortTag shortTag;

  RewritePass(Rewriting rewriting) {
    this.rewriting = rewriting;
    this.matchers =
        rewriting.rules().stream().map(r -> r.pattern().matcher()).toArray(RubyMatcher[]::new);
    this.last = new Destination[matchers.length];
    this.shortTag = shorten(tag);
  }

  private ShortTag shorten(Tag whole) {
    return ShortTag.of(whole, rewriting.removed(), rewriting.hostname().name());
  }

  CompletionStage<Void> run(Tag newTag, EventStream stream) {
    if (!tag.equals(newTag)) {
      tag = newTag;
      shortTag = shorten(tag);
      Arrays.fill(last, null);
    }
    PackedEvents events = stream.packed();
    Sorted sorted = new Sorted(events, rewriting.batch());
    EventCursor at = cursor.reset(events);
    while (at.next()) {
      Optional<Destination> way = way();
      if (way.isPresent()) {
        sorted.add(at, way.get());
      } else {
        sorted.leaveOut();
      }
    }
    return sorted.emit();
  }

  /** Where the event at hand goes; empty if it ends here. */
  private Optional<Destination> way() {
    try {
      for (int i = 0; i < matchers.length; i++) {
        CompiledRule rule = rewriting.rules().get(i);
        if (applies(rule, matchers[i])) {
          Destination way = destination(i, rule);
          if (rule.relabels() || !way.tag().equals(tag)) {
            return Optional.of(way);
          }
          break;
        }
      }
    } catch (RegexpTimeoutException e) {
      rewriting.context().errors().emit(tag, cursor, e);
      return Optional.empty();
    }
    rewriting.unmatched().increment();
    return Optional.empty();
  }

  private boolean applies(CompiledRule rule, RubyMatcher matcher) {
    ByteSlice value = cursor.bytes(rule.key());
    if (value.isEmpty() && !rule.invert()) {
      return false;
    }
    boolean valid = Utf8.isValid(value.array(), value.offset(), value.end());
    ByteSlice text =
        valid ? value : ByteSlice.of(Utf8.scrub(value.array(), value.offset(), value.end()));
    return matcher.find(text) != rule.invert();
  }

  private Destination destination(int index, CompiledRule rule) {
    Destination known = last[index];
    if (known != null && !rule.tag().takesGroups()) {
      return known;
    }
    tagText.clear();
    rule.tag().write(shortTag, matchers[index], tagText);
    if (known != null && known.tag().utf8().equals(tagText.slice())) {
      return known;
    }
    Destination made = new Destination(Tag.of(tagText.toString()), rule.sink());
    last[index] = made;
    return made;
  }
}
