package io.ddm.cli.view;

import java.util.List;

/**
 * Remarks for a person, such as that a request changed nothing. They are no data and go to standard error.
 *
 * @param lines the remarks, a line each; none if all went as requested
 */
public record Notes(List<String> lines) implements View {

    /** Nothing to remark. */
    public static final Notes NONE = new Notes(List.of());

    /** Copies the list. */
    public Notes {
        lines = List.copyOf(lines);
    }

    @Override
    public void renderWith(Renderer renderer) {
        renderer.notes(this);
    }
}
