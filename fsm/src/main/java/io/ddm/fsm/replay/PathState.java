package io.ddm.fsm.replay;

import io.ddm.fsm.model.PathVector;

/**
 * A path in a table, with two numbers whose meaning the owner of the table knows.
 *
 * @param path the path
 * @param first the first number
 * @param second the second number
 */
public record PathState(PathVector path, long first, long second) {}
