package io.ddm.daemon.admin.ui;

/** Where a browser shows its token. */
final class LoginPage {

    private LoginPage() {}

    /**
     * @param isRejected whether the token that was just shown is invalid
     */
    static Html of(boolean isRejected) {
        return Page.still("Log in - ddmd",
                Html.of("""
                        <header><h1>ddmd</h1></header>
                        <form action="/ui/login" method="post" class="login"><label for="token">Token of the admin API</label>\
                        <input type="password" id="token" name="token" required="" autocomplete="current-password" autofocus=""/>\
                        <button>Log in</button></form>{}
                        <p class="note">The session only reads this page and ends with the browser, after 12 hours, or when \
                        the token is removed.</p>
                        """,
                        isRejected ? Html.of("<p class=\"why\">Invalid token.</p>") : ""));
    }
}
