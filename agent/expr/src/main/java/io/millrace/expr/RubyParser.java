package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns tokens into nodes: statements and operators. What stands between the operators is read by
 * {@link PrimaryParser}, blocks of statements such as {@code if} by {@link CompoundParser}.
 */
final class RubyParser {

  private static final Set<String> STATEMENT_ENDS =
      Set.of("end", "else", "elsif", "when", "in", "rescue", "ensure", "then");

  private final TokenStream tokens;
  private final Locals locals;
  private final PrimaryParser primaries;

  RubyParser(List<Token> tokens, Locals locals) {
    this.tokens = new TokenStream(tokens);
    this.locals = locals;
    this.primaries = new PrimaryParser(this, this.tokens, locals);
  }

  /** Everything up to the end of the text. */
  Node program() {
    Node node = statements();
    if (tokens.peek().type() != Token.Type.END) {
      throw tokens.unexpected("an operator or the end");
    }
    return node;
  }

  /** Statements up to a keyword or bracket that ends them. */
  Node statements() {
    List<Node> nodes = new ArrayList<>();
    tokens.skipNewlines();
    while (!atStatementsEnd()) {
      nodes.add(statement());
      if (tokens.peek().type() != Token.Type.NEWLINE) {
        break;
      }
      tokens.skipNewlines();
    }
    return nodes.isEmpty() ? ControlFlow.constant(null) : ControlFlow.sequence(nodes);
  }

  private boolean atStatementsEnd() {
    Token token = tokens.peek();
    return token.type() == Token.Type.END
        || token.isOperator("}")
        || token.isOperator(")")
        || token.type() == Token.Type.KEYWORD && STATEMENT_ENDS.contains(token.text());
  }

  /** An expression with its modifiers: {@code x if y}. */
  private Node statement() {
    Node node = isMultipleAssignment() ? multipleAssignment() : wordExpression();
    while (true) {
      if (tokens.acceptKeyword("if")) {
        node = ControlFlow.choice(wordExpression(), node, ControlFlow.constant(null));
      } else if (tokens.acceptKeyword("unless")) {
        node = ControlFlow.choice(wordExpression(), ControlFlow.constant(null), node);
      } else if (tokens.acceptKeyword("rescue")) {
        node = rescueModifier(node);
      } else if (tokens.atKeyword("while") || tokens.atKeyword("until")) {
        throw unsupported("`" + tokens.peek().text() + "'");
      } else {
        return node;
      }
    }
  }

  private Node rescueModifier(Node node) {
    return ControlFlow.rescued(
        node, List.of(new ControlFlow.Rescue(List.of("StandardError"), -1, expression())));
  }

  /** What stands behind {@code if}. */
  Node condition() {
    return wordExpression();
  }

  /** {@code and}, {@code or}, {@code not}. */
  private Node wordExpression() {
    Node node = notExpression();
    while (true) {
      int position = tokens.peek().position();
      if (tokens.acceptKeyword("and")) {
        tokens.skipNewlines();
        node = Operators.binary("&&", node, notExpression(), position);
      } else if (tokens.acceptKeyword("or")) {
        tokens.skipNewlines();
        node = Operators.binary("||", node, notExpression(), position);
      } else {
        return node;
      }
    }
  }

  private Node notExpression() {
    return tokens.acceptKeyword("not") ? ControlFlow.not(notExpression()) : expression();
  }

  /** An expression without {@code and} and {@code or}: what an argument may be. */
  Node expression() {
    Node node = ternary();
    Token token = tokens.peek();
    if (token.isOperator("=")) {
      Assignable target = target(node);
      tokens.next();
      return target.assign(assignedValue());
    }
    if (Operators.isAssignment(token)) {
      return operatorAssignment(target(node));
    }
    return node;
  }

  private Node assignedValue() {
    tokens.skipNewlines();
    Node value = expression();
    return tokens.acceptKeyword("rescue") ? rescueModifier(value) : value;
  }

  private Assignable target(Node node) {
    if (node instanceof Assignable target) {
      return target;
    }
    throw unsupported("assigning to this");
  }

  private Node operatorAssignment(Assignable place) {
    Token token = tokens.next();
    String operator = token.text().substring(0, token.text().length() - 1);
    Assignable target = place.once(locals);
    Node value = assignedValue();
    Node assignment =
        operator.equals("||") || operator.equals("&&")
            ? Operators.binary(operator, target, target.assign(value), token.position())
            : target.assign(Operators.binary(operator, target, value, token.position()));
    return ControlFlow.sequence(List.of(target.prepare(), assignment));
  }

  private boolean isMultipleAssignment() {
    int at = 0;
    while (tokens.peek(at).type() == Token.Type.IDENTIFIER && tokens.peek(at + 1).isOperator(",")) {
      at += 2;
    }
    return at > 0
        && tokens.peek(at).type() == Token.Type.IDENTIFIER
        && tokens.peek(at + 1).isOperator("=");
  }

  private Node multipleAssignment() {
    List<Integer> slots = new ArrayList<>();
    do {
      slots.add(assignedLocal(tokens.next()));
    } while (tokens.acceptOperator(","));
    tokens.expectOperator("=");
    List<Node> values = new ArrayList<>(List.of(expression()));
    while (tokens.acceptOperator(",")) {
      values.add(expression());
    }
    Node all = values.size() == 1 ? values.get(0) : Literals.array(values);
    return frame -> {
      Object value = all.eval(frame);
      List<?> list = value instanceof List<?> many ? many : EnumerableMethods.listOf(value);
      for (int i = 0; i < slots.size(); i++) {
        frame.setLocal(slots.get(i), i < list.size() ? list.get(i) : null);
      }
      return value;
    };
  }

  /** The slot of a variable that is assigned to; the scope's own variables cannot be. */
  int assignedLocal(Token name) {
    if (locals.find(name.text()).isEmpty() && locals.variable(name.text()) >= 0) {
      throw new UnsupportedRubyException(
          "assigning to the variable `" + name.text() + "'", name.position());
    }
    return locals.declare(name.text());
  }

  private Node ternary() {
    Node condition = range();
    if (!tokens.acceptOperator("?")) {
      return condition;
    }
    tokens.skipNewlines();
    Node then = expression();
    tokens.skipNewlines();
    tokens.expectOperator(":");
    tokens.skipNewlines();
    return ControlFlow.choice(condition, then, expression());
  }

  private Node range() {
    Node first = binary(1);
    if (!tokens.atOperator("..") && !tokens.atOperator("...")) {
      return first;
    }
    boolean exclusive = tokens.next().text().equals("...");
    boolean endless =
        tokens.atOperator(")") || tokens.atOperator("]") || tokens.peek().type() == Token.Type.END;
    Node last = endless ? ControlFlow.constant(null) : binary(1);
    return frame -> new RubyRange(first.eval(frame), last.eval(frame), exclusive);
  }

  private Node binary(int least) {
    Node left = unary();
    while (true) {
      Token operator = tokens.peek();
      int precedence = Operators.precedence(operator);
      if (precedence < least) {
        return left;
      }
      tokens.next();
      tokens.skipNewlines();
      Node right = tokens.atKeyword("not") ? notExpression() : binary(precedence + 1);
      left = Operators.binary(operator.text(), left, right, operator.position());
    }
  }

  private Node unary() {
    Token token = tokens.peek();
    if (tokens.acceptOperator("!")) {
      return ControlFlow.not(unary());
    }
    if (token.isOperator("-")) {
      tokens.next();
      return isNumber(tokens.peek()) && !tokens.peek().spaceBefore()
          ? negativeLiteral()
          : call(unary(), "-@", token);
    }
    if (token.isOperator("+") || token.isOperator("~")) {
      tokens.next();
      return call(unary(), token.isOperator("+") ? "+@" : "~", token);
    }
    if (token.isOperator("*") || token.isOperator("**") || token.isOperator("&")) {
      throw unsupported("the operator " + token.text() + " before an argument");
    }
    if (token.isKeyword("defined?")) {
      throw unsupported("`defined?'");
    }
    return power(primaries.postfix());
  }

  private static boolean isNumber(Token token) {
    return token.type() == Token.Type.INTEGER || token.type() == Token.Type.FLOAT;
  }

  /** The sign belongs to the number, except that {@code -2 ** 2} is {@code -(2 ** 2)}. */
  private Node negativeLiteral() {
    Token number = tokens.peek();
    if (tokens.peek(1).isOperator("**")) {
      return call(power(primaries.postfix()), "-@", number);
    }
    tokens.next();
    Object value = Numbers.negate(Literals.number(number));
    return power(primaries.postfix(ControlFlow.constant(value)));
  }

  private Node power(Node base) {
    Token operator = tokens.peek();
    if (!tokens.acceptOperator("**")) {
      return base;
    }
    return binaryCall(base, "**", unary(), operator);
  }

  private static Node binaryCall(Node left, String name, Node right, Token at) {
    Dispatch dispatch = Dispatch.of(name, at.position());
    return new CallNode(left, dispatch, List.of(right), BlockNode.NONE, false);
  }

  private static Node call(Node receiver, String name, Token at) {
    Dispatch dispatch = Dispatch.of(name, at.position());
    return new CallNode(receiver, dispatch, List.of(), BlockNode.NONE, false);
  }

  private UnsupportedRubyException unsupported(String construct) {
    return new UnsupportedRubyException(construct, tokens.peek().position());
  }

  /** Compiles the code inside a string. */
  Node embedded(List<Token> code) {
    return new RubyParser(code, locals).program();
  }

  /** The compound statement that starts here, if one does. */
  Optional<Node> compound() {
    return new CompoundParser(this, tokens, locals).parse();
  }
}
