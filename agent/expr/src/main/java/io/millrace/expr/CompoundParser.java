package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code if}, {@code unless}, {@code case} and {@code begin}, each up to its {@code end}. */
final class CompoundParser {

  private final RubyParser parser;
  private final TokenStream tokens;
  private final Locals locals;

  CompoundParser(RubyParser parser, TokenStream tokens, Locals locals) {
    this.parser = parser;
    this.tokens = tokens;
    this.locals = locals;
  }

  Optional<Node> parse() {
    if (tokens.peek().type() != Token.Type.KEYWORD) {
      return Optional.empty();
    }
    return switch (tokens.peek().text()) {
      case "if" -> {
        tokens.next();
        yield Optional.of(afterIf());
      }
      case "unless" -> {
        tokens.next();
        yield Optional.of(afterUnless());
      }
      case "case" -> {
        tokens.next();
        yield Optional.of(afterCase());
      }
      case "begin" -> {
        tokens.next();
        yield Optional.of(afterBegin());
      }
      default -> Optional.empty();
    };
  }

  private Node body() {
    tokens.skipNewlines();
    tokens.acceptKeyword("then");
    return parser.statements();
  }

  private Node afterIf() {
    Node condition = parser.condition();
    Node then = body();
    Node otherwise = ControlFlow.constant(null);
    if (tokens.acceptKeyword("elsif")) {
      return ControlFlow.choice(condition, then, afterIf());
    }
    if (tokens.acceptKeyword("else")) {
      otherwise = parser.statements();
    }
    tokens.expectKeyword("end");
    return ControlFlow.choice(condition, then, otherwise);
  }

  private Node afterUnless() {
    Node condition = parser.condition();
    Node then = body();
    Node otherwise = elseBody();
    tokens.expectKeyword("end");
    return ControlFlow.choice(ControlFlow.not(condition), then, otherwise);
  }

  private Node elseBody() {
    return tokens.acceptKeyword("else") ? parser.statements() : ControlFlow.constant(null);
  }

  private Node afterCase() {
    Optional<Node> subject =
        tokens.atKeyword("when") || tokens.peek().type() == Token.Type.NEWLINE
            ? Optional.empty()
            : Optional.of(parser.condition());
    tokens.skipNewlines();
    if (tokens.atKeyword("in")) {
      throw new UnsupportedRubyException("pattern matching", tokens.peek().position());
    }
    List<ControlFlow.When> whens = new ArrayList<>();
    while (tokens.acceptKeyword("when")) {
      List<Node> patterns = new ArrayList<>(List.of(parser.expression()));
      while (tokens.acceptOperator(",")) {
        patterns.add(parser.expression());
      }
      whens.add(new ControlFlow.When(patterns, body()));
    }
    if (whens.isEmpty()) {
      throw tokens.unexpected("`when'");
    }
    Node otherwise = elseBody();
    tokens.expectKeyword("end");
    return subject
        .map(value -> ControlFlow.select(value, whens, otherwise))
        .orElseGet(() -> ControlFlow.selectTrue(whens, otherwise));
  }

  private Node afterBegin() {
    Node node = parser.statements();
    List<ControlFlow.Rescue> rescues = new ArrayList<>();
    while (tokens.acceptKeyword("rescue")) {
      rescues.add(rescue());
    }
    if (!rescues.isEmpty()) {
      node = ControlFlow.rescued(node, rescues);
    }
    if (tokens.atKeyword("else")) {
      throw new UnsupportedRubyException("`else' after `rescue'", tokens.peek().position());
    }
    if (tokens.acceptKeyword("ensure")) {
      node = ControlFlow.ensured(node, parser.statements());
    }
    tokens.expectKeyword("end");
    return node;
  }

  private ControlFlow.Rescue rescue() {
    List<String> classes = new ArrayList<>();
    while (tokens.peek().type() == Token.Type.CONSTANT) {
      StringBuilder name = new StringBuilder(tokens.next().text());
      while (tokens.acceptOperator("::")) {
        name.append("::")
            .append(tokens.expect(Token.Type.CONSTANT, "the name of an error class").text());
      }
      if (!RubyError.isErrorClass(name.toString())) {
        throw new UnsupportedRubyException("the error class " + name, tokens.peek().position());
      }
      classes.add(name.toString());
      tokens.acceptOperator(",");
    }
    int slot = -1;
    if (tokens.acceptOperator("=>")) {
      slot = locals.declare(tokens.expect(Token.Type.IDENTIFIER, "a variable").text());
    }
    return new ControlFlow.Rescue(
        classes.isEmpty() ? List.of("StandardError") : classes, slot, body());
  }
}
