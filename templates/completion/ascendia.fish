function __ascendia_complete
    set -l cmd ''
    set -l expecting ''
    set -l only_arguments ''
    set -l position 0
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    for word in $before[2..-1]
        if test -n "$expecting"
            set expecting ''
        else if test -n "$only_arguments"; or test "$word" = -; or not string match -q -- '-*' $word
            if test -z "$cmd"
                set cmd $word
            else
                set position (math $position + 1)
            end
        else if test "$word" = --
            set only_arguments 1
        else if not string match -q -- '*=*' $word; and __ascendia_takes "$cmd $word" >/dev/null
            set expecting $word
        end
    end

    if test -n "$expecting"
        __ascendia_values "$cmd $expecting" "$typed" ''
    else if test -z "$only_arguments"; and string match -q -- '--*=*' "$typed"
        set -l parts (string split -m 1 = -- "$typed")
        __ascendia_values "$cmd $parts[1]" "$parts[2]" "$parts[1]="
    else if test -z "$only_arguments"; and string match -q -- '-*' "$typed"
        __ascendia_options $cmd
    else if test -z "$cmd"
        __ascendia_commands
    else if __ascendia_takes "$cmd $position" >/dev/null
        __ascendia_values "$cmd $position" "$typed" ''
    else if __ascendia_takes "$cmd +" >/dev/null
        __ascendia_values "$cmd +" "$typed" ''
    else
        __ascendia_options $cmd
    end
end

# Prints what may stand at a place; the last argument goes before each.
function __ascendia_values
    set -l taken (__ascendia_takes $argv[1])
    switch "$taken[1]"
        case words
            for word in $taken[2..-1]
                printf '%s\n' "$argv[3]$word"
            end
        case clinics
            for word in (command ascendia completion --list clinics 2>/dev/null)
                test -n "$word"; and printf '%s\n' "$argv[3]$word"
            end
        case files
            for word in (__fish_complete_path "$argv[2]")
                printf '%s\n' "$argv[3]$word"
            end
    end
end

complete -c ascendia -f -a '(__ascendia_complete)'
