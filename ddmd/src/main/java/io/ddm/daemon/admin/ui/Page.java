package io.ddm.daemon.admin.ui;

import java.time.Instant;

/** What every page has around its content. */
final class Page {

    private Page() {}

    /** The page of a router, which live.js keeps up to date. */
    static Html of(String router, Instant at, Html main) {
        return shell(router + " - ddmd", Html.of("""
                <main data-at="{}">
                {}</main>
                <footer><p id="live" role="status">Reload the page for newer data.</p></footer>
                <script src="/ui/live.js"></script>
                """, at, main));
    }

    /** A page that does not change. */
    static Html still(String title, Html main) {
        return shell(title, Html.of("<main>\n{}</main>\n", main));
    }

    private static Html shell(String title, Html body) {
        return Html.of("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{}</title>
                <link rel="icon" href="/ui/icon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/ui/style.css"/>
                </head>
                <body>
                {}</body>
                </html>
                """, title, body);
    }
}
