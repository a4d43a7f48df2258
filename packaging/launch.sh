# shellcheck shell=sh
# Sourced by the launchers ddmd and ddmadm in the package, instead of the checkout's file of this name: the Java of the
# package, the jars of both programs in one folder, and the caches that were trained with them.

# launch MODULE NAME FLAGS ARGUMENT...: becomes Java running NAME.jar; FLAGS is split at blanks.
launch() {
    home=$1/.. name=$2 flags=$3
    shift 3
    jar=$home/java/$name.jar
    if [ -n "${DDM_TRAINING:-}" ]; then
        # The main class of a training, which makes the cache.
        set -- -cp "$jar" "$DDM_TRAINING" "$@"
    elif [ -f "$home/java/$name.aot" ]; then
        set -- "-XX:AOTCache=$home/java/$name.aot" -jar "$jar" "$@"
    else
        set -- -jar "$jar" "$@"
    fi
    # A link to Java with the program's name, by which ps, pidof and killall know the process.
    # shellcheck disable=SC2086 # the flags are ours and meant to be split
    exec "$home/jre/bin/$name" $flags "$@"
}
