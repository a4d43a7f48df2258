# shellcheck shell=sh disable=SC3013 # -nt is in POSIX since 2024, and in dash and busybox for long
# Sourced by the launchers ddmd and ddmadm, and by the packaging step: the one place that knows how to find a JDK and how
# to start a jar with it. It lives with the daemon because the daemon can be installed without the CLI's folder, but a
# checkout never has the CLI without the daemon's. No process is forked on the way to `exec java`, but for the
# first time: start-up time is a feature.

oldest_jdk=25

# jdk_version DIR: sets jdk_version to what DIR/release says ("25.0.3"); fails when DIR holds no usable Java.
jdk_version() {
    jdk_version=
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        [ "$key" = JAVA_VERSION ] || continue
        value=${value#\"}
        jdk_version=${value%\"}
    done <"$1/release"
    [ -n "$jdk_version" ]
}

# newer A B: is version A newer than B? Compares number by number; "25" is older than "25.0.1".
newer() {
    a=${1%%[!0-9.]*}. b=${2%%[!0-9.]*}.
    while [ -n "$a" ]; do
        [ -n "$b" ] || return 0
        [ "${a%%.*}" -eq "${b%%.*}" ] || { [ "${a%%.*}" -gt "${b%%.*}" ]; return; }
        a=${a#*.} b=${b#*.}
    done
    return 1
}

# find_jdk: sets jdk and jdk_version to JAVA_HOME if that is new enough, else to the newest under /usr/lib/jvm.
find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_version "$JAVA_HOME" && [ "${jdk_version%%[!0-9]*}" -ge $oldest_jdk ]; then
        jdk=$JAVA_HOME
        return
    fi
    jdk='' best=0
    for candidate in /usr/lib/jvm/*; do
        if jdk_version "$candidate" && newer "$jdk_version" "$best"; then
            jdk=$candidate best=$jdk_version
        fi
    done
    jdk_version=$best
    [ "${best%%[!0-9]*}" -ge $oldest_jdk ]
}

# name_java: sets java to a link to Java that is named like the program, by which ps, pidof and killall know the process.
# Made by the first start; where it cannot be made, the daemon sets its name itself, which pidof does not see.
name_java() {
    java=$jdk/bin/java link=$module/target/java-$jdk_version/$name
    if [ ! "$link" -ef "$java" ] && [ -w "$module/target" ]; then
        { mkdir -p "${link%/*}" && ln -s "$java" "$link.$$" && mv "$link.$$" "$link"; } 2>/dev/null || rm -f "$link.$$"
    fi
    [ ! "$link" -ef "$java" ] || java=$link
}

# launch MODULE NAME FLAGS ARGUMENT...: becomes Java running MODULE/target/NAME.jar; FLAGS is split at blanks.
launch() {
    module=$1 name=$2 flags=$3
    shift 3
    jar=$module/target/$name.jar
    if [ ! -f "$jar" ]; then
        echo "$name: $jar is not built yet: run 'mvn package' in the checkout first" >&2
        exit 1
    fi
    if ! find_jdk; then
        echo "$name: needs Java $oldest_jdk or newer, and found none in JAVA_HOME (${JAVA_HOME:-not set}) or under /usr/lib/jvm." \
            "Install one there, for example the package temurin-$oldest_jdk-jdk or openjdk-$oldest_jdk-jdk, or set JAVA_HOME." >&2
        exit 1
    fi
    # The cache's name holds the version it was made with, since any other Java only complains about it; so does
    # every Java when the jar is newer than the cache.
    cache=$module/target/$name-$jdk_version.aot
    if [ -n "${DDM_TRAINING:-}" ]; then
        # The main class of a training, which makes the cache.
        set -- -cp "$jar" "$DDM_TRAINING" "$@"
    elif [ "$cache" -nt "$jar" ]; then
        set -- "-XX:AOTCache=$cache" -jar "$jar" "$@"
    else
        case ${DDM_LOG:-} in
        *debug* | *trace*) echo "$name: no start-up cache $cache, so this start takes longer; the next build makes it" >&2 ;;
        esac
        set -- -jar "$jar" "$@"
    fi
    name_java
    # shellcheck disable=SC2086 # the flags are ours and meant to be split
    exec "$java" $flags "$@"
}
