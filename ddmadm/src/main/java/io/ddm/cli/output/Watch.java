package io.ddm.cli.output;

import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Terminal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Shows a list again whenever the daemon reports an event. What has happened between two answers of the daemon is one
 * change here.
 */
public final class Watch {

    /** What is on the screen of a terminal goes; the cursor is at the top. */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final AdminClient daemon;
    private final Terminal terminal;

    /** Asks the daemon for a list. */
    @FunctionalInterface
    public interface Query<R> {
        /** The list now. */
        Table<R> now() throws AdminClientException;
    }

    /** Asks the daemon. */
    @FunctionalInterface
    public interface Display {
        /** What shows the answer. */
        Runnable now() throws AdminClientException;
    }

    public Watch(AdminClient daemon, Terminal terminal) {
        this.daemon = daemon;
        this.terminal = terminal;
    }

    /** Shows it on a cleared screen, until the stream of events ends or the terminal is gone. */
    public void redraw(Display display) throws AdminClientException {
        follow(() -> {
            // First the answer: an error must not be cleared away.
            Runnable answer = display.now();
            terminal.out().print(CLEAR);
            answer.run();
            return terminal.flush().isEmpty();
        }, true);
    }

    /** Shows what is new after each event, below what is there. */
    public void append(Display display) throws AdminClientException {
        follow(() -> {
            display.now().run();
            return terminal.flush().isEmpty();
        }, false);
    }

    /**
     * Writes a JSON line for each record that is new, and one for each that is gone: {@code
     * {"schema":...,"removed":{...}}}, without values that move by themselves. A record that has changed in anything
     * else is gone, and a new one is there.
     */
    public <R> void emit(Query<R> query) throws AdminClientException {
        Set<String> known = new LinkedHashSet<>();
        follow(() -> {
            emit(query.now(), known);
            return terminal.flush().isEmpty();
        }, false);
    }

    private <R> void emit(Table<R> table, Set<String> known) {
        List<Column<R>> lasting = table.columns().stream().filter(column -> !column.isMoving()).toList();
        Map<String, String> now = new LinkedHashMap<>();
        for (R row : table.rows()) {
            now.put(JsonValues.removed(table.schema(), out -> JsonValues.writeRow(out, lasting, row)),
                    JsonValues.document(table.schema(), out -> JsonValues.writeRow(out, table.columns(), row)));
        }
        known.stream().filter(removed -> !now.containsKey(removed)).forEach(this::print);
        now.forEach((removed, document) -> {
            if (!known.contains(removed)) {
                print(document);
            }
        });
        known.clear();
        known.addAll(now.keySet());
    }

    private void print(String line) {
        terminal.out().print(line + "\n");
    }

    /** Looks at what is so now. */
    private interface Look {
        /** Whether to go on. */
        boolean again() throws AdminClientException;
    }

    /**
     * Looks after each event and, if anything moves by itself, after each second. Events that arrive during a look are
     * one reason for the next, and so is the end of the stream: what is so then is still shown.
     */
    private void follow(Look look, boolean isTicking) throws AdminClientException {
        BlockingQueue<Boolean> reasons = new ArrayBlockingQueue<>(1);
        AtomicReference<AdminClientException> end = new AtomicReference<>();
        Thread.ofPlatform().daemon().name("events").start(() -> {
            try {
                daemon.followEvents(() -> {
                    reasons.offer(true);
                    return true;
                });
            } catch (AdminClientException e) {
                end.set(e);
                reasons.offer(true);
            }
        });
        try {
            boolean goesOn = true;
            while (goesOn) {
                if (isTicking) {
                    reasons.poll(1, TimeUnit.SECONDS);
                } else {
                    reasons.take();
                }
                AdminClientException failure = end.get();
                goesOn = look.again();
                if (failure != null) {
                    throw failure;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
