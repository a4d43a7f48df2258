package io.ddm.cli.view;

import java.util.List;

/**
 * Records with too many fields for a row, a block each.
 *
 * @param blocks the blocks, top to bottom
 */
public record Blocks(List<Block> blocks) implements View {

    /**
     * One record.
     *
     * @param heading what it describes
     * @param fields its fields, a line each
     */
    public record Block(String heading, List<Field> fields) {

        /** Copies the list. */
        public Block {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One line of a block.
     *
     * @param label the name of the field
     * @param cells its values, at least one; may contain any character
     */
    public record Field(String label, List<String> cells) {

        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException if there are no cells
         */
        public Field {
            cells = List.copyOf(cells);
            if (cells.isEmpty()) {
                throw new IllegalArgumentException("field '" + label + "' has no cells: at least one is required");
            }
        }

        /** A field with these values. */
        public static Field of(String label, String... cells) {
            return new Field(label, List.of(cells));
        }
    }

    /** Copies the list. */
    public Blocks {
        blocks = List.copyOf(blocks);
    }

    @Override
    public void renderWith(Renderer renderer) {
        renderer.blocks(this);
    }
}
