package io.ddm.daemon.access;

import io.ddm.api.auth.SecretFile;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Bearer tokens (RFC 6750) from a file with one line {@code read-only TOKEN} or {@code read-write TOKEN} for each;
 * empty lines and lines that start with {@code #} are ignored.
 */
final class BearerTokens implements Authenticator {

    /** The flag that names the file. */
    static final String FLAG = "--admin-token-file";

    private static final String SCHEME = "Bearer ";

    /** The syntax of RFC 6750 section 2.1, with a minimum length against guessing. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,512}=*");

    private record Entry(TokenDigest digest, Role role) {}

    private final WatchedFile<List<Entry>> file;
    private final BrowserSessions sessions;

    /**
     * @param sessions of browsers that have shown a token
     * @throws IOException if the file cannot be used; the message names flag, file and reason
     */
    BearerTokens(Path file, BrowserSessions sessions) throws IOException {
        this.file = new WatchedFile<>(FLAG, file, BearerTokens::read);
        this.sessions = sessions;
    }

    @Override
    public Optional<WatchedFile.Reload> reload() {
        return Optional.of(file.reload());
    }

    @Override
    public void close() {
        file.close();
    }

    /** The role of the token in the header; without that header, read-only for the session of a browser. */
    @Override
    public Optional<Role> role(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        if (header == null) {
            return sessions.token(request).flatMap(this::role).map(role -> Role.READ_ONLY);
        }
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? role(TokenDigest.of(header.substring(SCHEME.length()).strip()))
                : Optional.empty();
    }

    /**
     * Begins the session of a browser, which lasts as long as its token is in the file.
     *
     * @return the value of the header that sets its cookie; empty if the token is not in the file
     */
    Optional<String> login(String token) {
        TokenDigest shown = TokenDigest.of(token.strip());
        return role(shown).map(role -> sessions.begin(shown));
    }

    /** Takes as long whichever token is shown. */
    private Optional<Role> role(TokenDigest shown) {
        Optional<Role> role = Optional.empty();
        for (Entry entry : file.get()) {
            if (entry.digest.isSame(shown)) {
                role = Optional.of(entry.role);
            }
        }
        return role;
    }

    private static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Set<String> known = new HashSet<>();
        List<String> lines = SecretFile.readLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()) {
                continue;
            }
            String where = file + " line " + (i + 1);
            String[] words = lines.get(i).split("\\s+", -1);
            Role role = Role.of(words[0])
                    .filter(named -> words.length == 2)
                    .orElseThrow(() -> new IOException(where + " is neither 'read-only TOKEN' nor 'read-write TOKEN'"));
            if (!TOKEN.matcher(words[1]).matches()) {
                throw new IOException(
                        where + " has an invalid token: must be 16 to 512 letters, digits or any of ._~+/-");
            }
            if (!known.add(words[1])) {
                throw new IOException(where + " repeats a token");
            }
            entries.add(new Entry(TokenDigest.of(words[1]), role));
        }
        if (entries.isEmpty()) {
            throw new IOException(file + " contains no token");
        }
        return List.copyOf(entries);
    }
}
