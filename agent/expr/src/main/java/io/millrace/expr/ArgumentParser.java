package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;

/** Reads the arguments of calls, with or without parentheses, their blocks, and hash literals. */
final class ArgumentParser {

  /**
   * What a call is given.
   *
   * @param values the arguments
   * @param block the block
   * @param explicit whether arguments, parentheses or a block are written at all
   */
  record Arguments(List<Node> values, BlockNode block, boolean explicit) {}

  private final RubyParser parser;
  private final TokenStream tokens;
  private final Locals locals;

  ArgumentParser(RubyParser parser, TokenStream tokens, Locals locals) {
    this.parser = parser;
    this.tokens = tokens;
    this.locals = locals;
  }

  /** What follows the name of a method. */
  Arguments read(Token name) {
    List<Node> values = new ArrayList<>();
    BlockNode block = BlockNode.NONE;
    boolean explicit = false;
    if (tokens.atOperator("(") && !name.spaceAfter()) {
      tokens.next();
      block = list(")", values);
      explicit = true;
    } else if (startsArgument(tokens.peek())) {
      block = commandArguments(values);
      explicit = true;
    }
    if (tokens.atOperator("{") || tokens.atKeyword("do")) {
      block = block();
      explicit = true;
    }
    return new Arguments(List.copyOf(values), block, explicit);
  }

  /** True if a token behind a method's name starts an argument and is no operator on its result. */
  private static boolean startsArgument(Token token) {
    if (!token.spaceBefore()) {
      return false;
    }
    return switch (token.type()) {
      case STRING, INTEGER, FLOAT, SYMBOL, REGEXP, WORDS, SYMBOLS, LABEL -> true;
      case IDENTIFIER, CONSTANT, INSTANCE_VARIABLE, GLOBAL_VARIABLE -> true;
      case KEYWORD ->
          token.text().equals("nil") || token.text().equals("true") || token.text().equals("false");
      case OPERATOR ->
          !token.spaceAfter() && (token.text().equals("[") || token.text().equals("-"))
              || token.text().equals("!");
      default -> false;
    };
  }

  private BlockNode commandArguments(List<Node> values) {
    List<Node> hash = new ArrayList<>();
    do {
      argument(values, hash);
    } while (tokens.acceptOperator(","));
    addHash(values, hash);
    return BlockNode.NONE;
  }

  /** The elements of an array or of an index. */
  List<Node> upTo(String end) {
    List<Node> values = new ArrayList<>();
    if (list(end, values) != BlockNode.NONE) {
      throw new InvalidRubyException("block argument here", tokens.peek().position());
    }
    return List.copyOf(values);
  }

  private BlockNode list(String end, List<Node> values) {
    List<Node> hash = new ArrayList<>();
    BlockNode block = BlockNode.NONE;
    tokens.skipNewlines();
    while (!tokens.atOperator(end)) {
      if (tokens.atOperator("&")) {
        block = blockArgument();
      } else {
        argument(values, hash);
      }
      tokens.skipNewlines();
      if (!tokens.atOperator(end)) {
        tokens.expectOperator(",");
        tokens.skipNewlines();
      }
    }
    tokens.next();
    addHash(values, hash);
    return block;
  }

  /** One argument, or one pair of the hash that the last arguments may be. */
  private void argument(List<Node> values, List<Node> hash) {
    if (tokens.peek().type() == Token.Type.LABEL) {
      hash.add(ControlFlow.constant(new RubySymbol(tokens.next().text())));
      hash.add(parser.expression());
      return;
    }
    Node value = tokens.atKeyword("not") ? parser.condition() : parser.expression();
    if (tokens.acceptOperator("=>")) {
      hash.add(value);
      hash.add(parser.expression());
    } else if (!hash.isEmpty()) {
      throw tokens.unexpected("'=>'");
    } else {
      values.add(value);
    }
  }

  private static void addHash(List<Node> values, List<Node> hash) {
    if (!hash.isEmpty()) {
      values.add(Literals.hash(hash));
    }
  }

  private BlockNode blockArgument() {
    Token ampersand = tokens.next();
    if (tokens.peek().type() != Token.Type.SYMBOL) {
      throw new UnsupportedRubyException(
          "a block argument that is no symbol", ampersand.position());
    }
    Token symbol = tokens.next();
    return BlockNode.method(Dispatch.of(symbol.text(), symbol.position()));
  }

  /** A hash literal, its opening brace already read. */
  Node hash() {
    List<Node> values = new ArrayList<>();
    List<Node> pairs = new ArrayList<>();
    tokens.skipNewlines();
    while (!tokens.atOperator("}")) {
      argument(values, pairs);
      if (!values.isEmpty()) {
        throw tokens.unexpected("'=>'");
      }
      tokens.skipNewlines();
      if (!tokens.atOperator("}")) {
        tokens.expectOperator(",");
        tokens.skipNewlines();
      }
    }
    tokens.next();
    return Literals.hash(pairs);
  }

  private BlockNode block() {
    boolean braces = tokens.next().isOperator("{");
    locals.enterBlock();
    List<BlockParameter> parameters = tokens.acceptOperator("||") ? List.of() : parameters();
    Node body = parser.statements();
    locals.leaveBlock();
    if (braces) {
      tokens.expectOperator("}");
    } else {
      tokens.expectKeyword("end");
    }
    return BlockNode.of(parameters, body);
  }

  private List<BlockParameter> parameters() {
    tokens.skipNewlines();
    return tokens.acceptOperator("|") ? parametersUpTo("|") : List.of();
  }

  private List<BlockParameter> parametersUpTo(String end) {
    List<BlockParameter> parameters = new ArrayList<>();
    do {
      if (tokens.acceptOperator("(")) {
        parameters.add(BlockParameter.nested(parametersUpTo(")")));
      } else if (tokens.peek().type() == Token.Type.IDENTIFIER) {
        parameters.add(BlockParameter.plain(locals.declareHere(tokens.next().text())));
      } else {
        throw new UnsupportedRubyException(
            "a block parameter that is no plain name", tokens.peek().position());
      }
    } while (tokens.acceptOperator(","));
    tokens.expectOperator(end);
    return List.copyOf(parameters);
  }
}
