# shellcheck shell=bash
# Completion of ddmd and ddmadm: tables of their arguments, and what the running daemon knows. For bash and zsh.

# __ddm_ask CONNECTION... VERB: what ddmadm prints; nothing if that takes too long, so that the shell never hangs. The
# daemon has 0.2 s, and the start of ddmadm as much.
__ddm_ask() {
    timeout "${ddm_completion_seconds:-0.4}" ddmadm "$@" 2>/dev/null
}

# __ddm_candidates PROGRAM VERB OPTION CONNECTION...: the words that can come next, one a line; "files" and
# "directories" stand for those. OPTION is the word before, if that begins with a hyphen.
__ddm_candidates() {
    local program=$1 verb=$2 option=$3 kind=''
    shift 3
    [ -z "$option" ] || kind=$("__${program}_values" "$verb" "$option")
    if [ -z "$kind" ]; then
        "__${program}_words" "$verb"
        kind=$("__${program}_values" "$verb" '')
    fi
    case $kind in
        words*) printf '%s\n' "$kind" | tail -n +2 ;;
        files | directories) printf '%s\n' "$kind" ;;
        devices) (cd /sys/class/net && printf '%s\n' *) ;;
        interfaces) __ddm_ask "$@" get-interfaces | sed -n 's/^\([^ ].*\) ([-0-9]*)$/\1/p' ;;
        peers) __ddm_ask "$@" get-peers | awk 'NR > 1 { print $3 }' ;;
        prefixes) __ddm_ask "$@" get-prefixes | awk 'NR > 1 { print $1 }' | sort -u ;;
        originated) __ddm_ask "$@" get-originated | awk 'NR > 1 { print $1 }' ;;
    esac
}
