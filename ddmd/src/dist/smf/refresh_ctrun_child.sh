#!/bin/bash
# Refresh method: SIGUSR1 to what ctrun runs. A service's own contract holds only ctrun; its child has one of its own.
# usage: refresh_ctrun_child.sh -c CONTRACT
set -euo pipefail

if [[ $# != 2 || $1 != -c ]]; then
    echo "usage: refresh_ctrun_child.sh -c CONTRACT" >&2
    exit 2
fi
ctrun=$(pgrep -x -c "$2" ctrun)
pkill -USR1 -P "$ctrun"
