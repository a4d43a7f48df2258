package io.ddm.daemon.config.file;

import java.util.ArrayList;
import java.util.List;

/** The configuration cannot be used; nothing of it applies. Each problem is a sentence that names its place. */
public final class BadConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Bound on the problems that are named: a file of another kind has one on each line. */
    static final int MAX_PROBLEMS = 10;

    /**
     * @param problems at least one, each without a line break
     */
    public BadConfigException(List<String> problems) {
        super(String.join("\n", shortened(problems)));
    }

    /** The problems, at most {@value #MAX_PROBLEMS} of them and a line that counts the others. */
    public List<String> problems() {
        return String.valueOf(getMessage()).lines().toList();
    }

    private static List<String> shortened(List<String> problems) {
        List<String> named = new ArrayList<>(problems.size());
        problems.stream().limit(MAX_PROBLEMS).forEach(problem -> named.add(problem.replaceAll("\\R", " ")));
        if (problems.size() > MAX_PROBLEMS) {
            named.add("and " + (problems.size() - MAX_PROBLEMS) + " more");
        }
        return named;
    }
}
