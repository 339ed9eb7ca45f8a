package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads literals, variables, calls, and what hangs behind them: {@code .method}, {@code [index]}.
 */
final class PrimaryParser {

  private final RubyParser parser;
  private final TokenStream tokens;
  private final Locals locals;
  private final ArgumentParser arguments;

  PrimaryParser(RubyParser parser, TokenStream tokens, Locals locals) {
    this.parser = parser;
    this.tokens = tokens;
    this.locals = locals;
    this.arguments = new ArgumentParser(parser, tokens, locals);
  }

  Node postfix() {
    return postfix(primary());
  }

  /** Everything that hangs behind a value. */
  Node postfix(Node start) {
    Node node = start;
    while (true) {
      if (tokens.atOperator(".") || tokens.atOperator("&.")) {
        node = methodCall(node, tokens.next().text().equals("&."));
      } else if (tokens.atOperator("[") && !tokens.peek().spaceBefore()) {
        tokens.next();
        node = new IndexNode(node, arguments.upTo("]"));
      } else if (tokens.atOperator("::")) {
        tokens.next();
        node = methodCall(node, false);
      } else {
        return node;
      }
    }
  }

  private Node methodCall(Node receiver, boolean safe) {
    Token name = tokens.next();
    if (name.isOperator("(")) {
      throw new UnsupportedRubyException("calling a block with .()", name.position());
    }
    if (name.type() != Token.Type.IDENTIFIER && name.type() != Token.Type.CONSTANT) {
      if (name.type() != Token.Type.OPERATOR || Operators.precedence(name) == 0) {
        throw new InvalidRubyException("expected the name of a method", name.position());
      }
    }
    ArgumentParser.Arguments given = arguments.read(name);
    if (tokens.atOperator("=") && given.values().isEmpty()) {
      throw new UnsupportedRubyException(
          "assigning to the attribute `" + name.text() + "'", name.position());
    }
    Dispatch dispatch = Dispatch.of(name.text(), name.position());
    return new CallNode(receiver, dispatch, given.values(), given.block(), safe);
  }

  private Node primary() {
    Optional<Node> compound = parser.compound();
    if (compound.isPresent()) {
      return compound.get();
    }
    Token token = tokens.next();
    return switch (token.type()) {
      case INTEGER, FLOAT -> ControlFlow.constant(Literals.number(token));
      case STRING -> string(token);
      case SYMBOL -> ControlFlow.constant(new RubySymbol(token.text()));
      case REGEXP -> regexp(token);
      case WORDS -> words(token, false);
      case SYMBOLS -> words(token, true);
      case IDENTIFIER -> identifier(token);
      case CONSTANT -> constant(token);
      case INSTANCE_VARIABLE -> variable(token);
      case GLOBAL_VARIABLE -> global(token);
      case KEYWORD -> keyword(token);
      case OPERATOR -> bracketed(token);
      default -> throw unexpected(token);
    };
  }

  private static InvalidRubyException unexpected(Token token) {
    String found = token.type() == Token.Type.END ? "the end" : "'" + token.text() + "'";
    return new InvalidRubyException("expected a value, found " + found, token.position());
  }

  private Node string(Token first) {
    List<Node> parts = new ArrayList<>(parts(first));
    while (tokens.peek().type() == Token.Type.STRING) {
      parts.addAll(parts(tokens.next()));
    }
    return Literals.string(parts);
  }

  private List<Node> parts(Token token) {
    return token.parts().stream()
        .map(
            part ->
                part.isText() ? ControlFlow.constant(part.text()) : parser.embedded(part.code()))
        .toList();
  }

  private Node regexp(Token token) {
    boolean constant = token.parts().stream().allMatch(Token.Part::isText);
    return Literals.regexp(parts(token), constant, token);
  }

  private static Node words(Token token, boolean symbols) {
    List<Node> words =
        Stream.of(token.text().trim().split("\\s+"))
            .filter(word -> !word.isEmpty())
            .map(word -> ControlFlow.constant(symbols ? new RubySymbol(word) : word))
            .toList();
    return Literals.array(words);
  }

  private Node identifier(Token token) {
    String name = token.text();
    Optional<Integer> local = locals.find(name);
    boolean assigned = tokens.atOperator("=") || Operators.isAssignment(tokens.peek());
    if (local.isPresent()) {
      return new LocalNode(local.get());
    }
    if (assigned) {
      return new LocalNode(parser.assignedLocal(token));
    }
    if (locals.variable(name) >= 0) {
      return variable(token);
    }
    return function(token);
  }

  private Node variable(Token token) {
    int slot = locals.variable(token.text());
    if (slot < 0) {
      throw new UnsupportedRubyException("the instance variable " + token.text(), token.position());
    }
    return frame -> frame.variable(slot);
  }

  private Node function(Token token) {
    String name = token.text();
    ArgumentParser.Arguments given = arguments.read(token);
    Optional<RubyMethod> function = KernelFunctions.TABLE.find(name);
    if (function.isPresent()) {
      RubyMethod method = function.get();
      return frame ->
          method.call(
              null,
              new Args(frame, CallNode.values(given.values(), frame), given.block().in(frame)));
    }
    if (RubyNames.isFunction(name) || name.matches("_[1-9]|__.*")) {
      throw new UnsupportedRubyException("the function `" + name + "'", token.position());
    }
    return given.explicit()
        ? ControlFlow.raising("NoMethodError", "undefined method `" + name + "' for main:Object")
        : ControlFlow.raising(
            "NameError", "undefined local variable or method `" + name + "' for main:Object");
  }

  private Node constant(Token token) {
    if (tokens.atOperator("(") && !tokens.peek().spaceBefore()) {
      return function(token);
    }
    String name = token.text();
    while (tokens.atOperator("::") && tokens.peek(1).type() == Token.Type.CONSTANT) {
      tokens.next();
      name += "::" + tokens.next().text();
    }
    Optional<Object> value = Constants.find(name);
    if (value.isPresent()) {
      return ControlFlow.constant(value.get());
    }
    String root = name.contains("::") ? name.substring(0, name.indexOf("::")) : name;
    if (RubyNames.isConstant(root) || Constants.find(root).isPresent()) {
      throw new UnsupportedRubyException("the constant " + name, token.position());
    }
    return ControlFlow.raising("NameError", "uninitialized constant " + name);
  }

  private static Node global(Token token) {
    String name = token.text().substring(1);
    if (name.equals("~")) {
      return frame -> frame.lastMatch().orElse(null);
    }
    if (!Character.isDigit(name.charAt(0))) {
      throw new UnsupportedRubyException("the global variable " + token.text(), token.position());
    }
    int group = Integer.parseInt(name);
    return frame -> frame.lastMatch().map(match -> match.group(group)).orElse(null);
  }

  private Node keyword(Token token) {
    return switch (token.text()) {
      case "nil" -> ControlFlow.constant(null);
      case "true" -> ControlFlow.constant(true);
      case "false" -> ControlFlow.constant(false);
      case "not" -> ControlFlow.not(parser.expression());
      case "next" -> next(token);
      case "end", "then", "else", "elsif", "when", "rescue", "ensure", "in", "and", "or", "do" ->
          throw unexpected(token);
      default -> throw new UnsupportedRubyException("`" + token.text() + "'", token.position());
    };
  }

  private Node next(Token token) {
    if (!locals.inBlock()) {
      throw new UnsupportedRubyException("`next' outside of a block", token.position());
    }
    Node value = tokens.atEndOfCommand() ? ControlFlow.constant(null) : parser.expression();
    return frame -> {
      throw new NextSignal(value.eval(frame));
    };
  }

  private Node bracketed(Token token) {
    switch (token.text()) {
      case "(" -> {
        Node inside = parser.statements();
        tokens.expectOperator(")");
        return inside;
      }
      case "[" -> {
        return Literals.array(arguments.upTo("]"));
      }
      case "{" -> {
        return arguments.hash();
      }
      case "->" -> throw new UnsupportedRubyException("a lambda", token.position());
      case "..", "..." -> {
        Node last = parser.expression();
        boolean exclusive = token.text().equals("...");
        return frame -> new RubyRange(null, last.eval(frame), exclusive);
      }
      default -> throw unexpected(token);
    }
  }
}
