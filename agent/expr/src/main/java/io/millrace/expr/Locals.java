package io.millrace.expr;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names an expression knows while it is compiled, and the slots of their values. */
final class Locals {

  private final List<String> variables;
  private final Deque<Map<String, Integer>> scopes = new ArrayDeque<>();
  private int slots;

  /**
   * Starts with no locals.
   *
   * @param variables the names whose values come from the {@link Scope}
   */
  Locals(List<String> variables) {
    this.variables = variables;
    scopes.push(new HashMap<>());
  }

  /** The slot of a local variable. */
  Optional<Integer> find(String name) {
    return scopes.stream()
        .filter(scope -> scope.containsKey(name))
        .findFirst()
        .map(scope -> scope.get(name));
  }

  /** The slot in the {@link Scope}; below zero if the name is none of its variables. */
  int variable(String name) {
    return variables.indexOf(name);
  }

  boolean knows(String name) {
    return find(name).isPresent() || variable(name) >= 0;
  }

  /** The slot of the local variable of this name, a new one if there is none yet. */
  int declare(String name) {
    return find(name).orElseGet(() -> declareHere(name));
  }

  /** A new variable of the innermost block, whatever is outside. */
  int declareHere(String name) {
    int slot = hidden();
    scopes.element().put(name, slot);
    return slot;
  }

  /** A slot without a name. */
  int hidden() {
    return slots++;
  }

  void enterBlock() {
    scopes.push(new HashMap<>());
  }

  /** Whether the code being compiled stands in a block. */
  boolean inBlock() {
    return scopes.size() > 1;
  }

  void leaveBlock() {
    scopes.pop();
  }

  /** Number of slots a frame needs. */
  int count() {
    return slots;
  }
}
