#!/bin/bash
# Start method of svc:/oxide/mg-ddm: turns the service's properties into the daemon's flags and becomes the daemon.
set -euo pipefail

root=${DDM_ROOT:-/opt/oxide/mg-ddm} # set by tests

# property NAME: its values, with blanks between them; "" is how svcprop prints an empty one.
property() {
    svcprop -c -p "config/$1" "$SMF_FMRI"
}

ddmd=$root/bin/ddmd
[[ -f $ddmd && -x $ddmd ]] || ddmd=$root/ddmd
if [[ ! -f $ddmd || ! -x $ddmd ]]; then
    echo "ddm_method_script.sh: there is no program ddmd in $root/bin or $root" >&2
    exit 1
fi

flags=()

# flag FLAG PROPERTY [UNSET]: adds the flag with each value of the property; a value that means "unset" adds none.
flag() {
    local values value
    values=$(property "$2")
    for value in $values; do
        [[ $value == '""' || $value == "${3:-}" ]] || flags+=("$1" "$value")
    done
}

flag --admin-addr admin_host
flag --admin-port admin_port
flag --kind mode
[[ $(property dendrite) != true ]] || flags+=(--dendrite)
flag --dpd-host dpd_host
flag --dpd-port dpd_port
flag --dns-servers dns_servers
flag --rack-uuid rack_uuid unknown
flag --sled-uuid sled_uuid unknown
flag -a interfaces

level=$(property log)
[[ $level == '""' ]] || export RUST_LOG=$level

exec "$ddmd" --with-stats "${flags[@]}"
