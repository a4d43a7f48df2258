
_ddm_complete() {
    local program=$service verb='' option='' i
    local -a found
    local -a connection
    for ((i = 2; i < CURRENT; i++)); do
        case $words[i] in
            -*)
                connection+=("$words[i]")
                if [[ -n $("__${program}_values" "$verb" "$words[i]") ]] && ((i + 1 < CURRENT)); then
                    ((++i))
                    connection+=("$words[i]")
                fi
                ;;
            *) [[ -n $verb ]] || verb=$words[i] ;;
        esac
    done
    [[ ${words[CURRENT-1]} != -* ]] || option=${words[CURRENT-1]}
    found=("${(@f)$(__ddm_candidates "$program" "$verb" "$option" "${connection[@]}")}")
    case " $found " in *' files '*) _files ;; *' directories '*) _files -/ ;; esac
    compadd -- ${found:#(files|directories|nothing|)}
}

_ddm_complete "$@"
