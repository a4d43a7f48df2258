
_ddm_complete() {
    local cur prev words cword program=${1##*/} verb='' option='' i found
    local -a connection=()
    _init_completion -n := || return
    for ((i = 1; i < cword; i++)); do
        case ${words[i]} in
            -*)
                connection+=("${words[i]}")
                if [[ -n $("__${program}_values" "$verb" "${words[i]}") ]] && ((i + 1 < cword)); then
                    connection+=("${words[++i]}")
                fi
                ;;
            *) [[ -n $verb ]] || verb=${words[i]} ;;
        esac
    done
    [[ $prev != -* ]] || option=$prev
    # Of the options before the verb only those of the connection are every verb's; the others end the request.
    found=$(__ddm_candidates "$program" "$verb" "$option" "${connection[@]}")
    case $'\n'$found$'\n' in *$'\nfiles\n'*) _filedir ;; *$'\ndirectories\n'*) _filedir -d ;; esac
    while IFS= read -r i; do
        [[ $i == files || $i == directories || $i == nothing || $i != "$cur"* ]] || COMPREPLY+=("$i")
    done <<<"$found"
    __ltrimcolonslt "$cur"
} && complete -F _ddm_complete ddmd ddmadm
