package io.ddm.daemon.config.file;

import io.ddm.api.auth.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads a TOML file. The parser is loaded when there is a file: a start without one does not wait for it. */
public final class TomlFile {

    /** Bound on the size of a file; a key takes about 30 bytes. */
    static final int MAX_BYTES = 256 * 1024;

    private TomlFile() {}

    /**
     * The keys of a file at its top level, in their order.
     *
     * @param file may be a symbolic link to a regular file
     * @throws BadConfigException if it cannot be read or is not TOML; names file, line, column and reason
     */
    public static List<TomlEntry> read(Path file) {
        TomlParseResult parsed = Toml.parse(text(file));
        if (parsed.hasErrors()) {
            throw new BadConfigException(parsed.errors()
                    .stream()
                    .map(error -> file + ":" + error.position().line() + ":" + error.position().column() + ": "
                            + lowered(String.valueOf(error.getMessage())))
                    .toList());
        }
        List<TomlEntry> entries = new ArrayList<>();
        for (String key : parsed.keySet()) {
            List<String> path = List.of(key);
            TomlPosition position = Objects.requireNonNull(parsed.inputPositionOf(path), "a key has a position");
            entries.add(entry(key, position.line(), Objects.requireNonNull(parsed.get(path), "TOML has no null")));
        }
        return entries;
    }

    private static TomlEntry entry(String key, int line, Object value) {
        return switch (value) {
            case String text -> new TomlEntry(key, line, TomlEntry.Form.TEXT, List.of(item(text, line)));
            case Long number -> new TomlEntry(key, line, TomlEntry.Form.NUMBER, List.of(item(number, line)));
            case Boolean truth -> new TomlEntry(key, line, TomlEntry.Form.TRUTH, List.of(item(truth, line)));
            case TomlArray array -> list(key, line, array);
            case TomlTable table -> new TomlEntry(key, line, TomlEntry.Form.TABLE, List.of());
            default -> new TomlEntry(key, line, TomlEntry.Form.OTHER, List.of(item(value, line)));
        };
    }

    private static TomlEntry list(String key, int line, TomlArray array) {
        List<TomlEntry.Item> items = new ArrayList<>();
        TomlEntry.Form form = TomlEntry.Form.LIST;
        for (int i = 0; i < array.size(); i++) {
            Object value = array.get(i);
            if (value instanceof TomlTable) {
                return new TomlEntry(key, line, TomlEntry.Form.TABLE, List.of());
            }
            if (!(value instanceof String)) {
                form = TomlEntry.Form.OTHER;
            }
            items.add(item(value, array.inputPositionOf(i).line()));
        }
        return new TomlEntry(key, line, form, items);
    }

    private static TomlEntry.Item item(Object value, int line) {
        return new TomlEntry.Item(String.valueOf(value), line);
    }

    private static String text(Path file) {
        try (RegularFile open = RegularFile.open(file.toRealPath(), StandardOpenOption.READ)) {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(open.readAll(MAX_BYTES))).toString();
        } catch (NoSuchFileException e) {
            throw unreadable(file + " does not exist");
        } catch (AccessDeniedException e) {
            throw unreadable(file + " cannot be read: permission denied");
        } catch (CharacterCodingException e) {
            throw unreadable(file + " is not UTF-8");
        } catch (IOException e) {
            throw unreadable("the configuration file cannot be read: " + e.getMessage());
        }
    }

    private static BadConfigException unreadable(String problem) {
        return new BadConfigException(List.of(problem));
    }

    private static String lowered(String message) {
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
