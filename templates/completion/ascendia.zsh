# One more word of the line: it may be the command, an argument, an option or an option's value.
_ascendia_step() {
  if [[ -n $expecting ]]; then
    expecting=''
  elif [[ -n $only_arguments || $1 == - || $1 != -* ]]; then
    if [[ -z $command ]]; then command=$1; else position=$((position + 1)); fi
  elif [[ $1 == -- ]]; then
    only_arguments=1
  elif [[ $1 != *=* ]] && _ascendia_takes "$command" "$1"; then
    expecting=$1
  fi
}

_ascendia() {
  local command='' expecting='' only_arguments='' position=0 kind='' index word
  local -a candidates described
  for ((index = 2; index < CURRENT; index++)); do _ascendia_step "${words[index]}"; done
  word=${words[CURRENT]}

  if [[ -n $expecting ]]; then
    _ascendia_takes "$command" "$expecting"
  elif [[ -z $only_arguments && $word == --*=* ]]; then
    _ascendia_takes "$command" "${word%%=*}" || return 1
    compset -P '*='
  elif [[ -z $only_arguments && $word == -* ]]; then
    _ascendia_options "$command"
  elif [[ -z $command ]]; then
    _ascendia_commands
  elif ! _ascendia_takes "$command" "$position" && ! _ascendia_takes "$command" +; then
    _ascendia_options "$command"
  fi

  case $kind in
    described) _describe ascendia described ;;
    words) compadd -- "${candidates[@]}" ;;
    clinics)
      candidates=(${(f)"$("${words[1]}" completion --list clinics 2>/dev/null)"})
      compadd -- "${candidates[@]}"
      ;;
    files) _files ;;
    *) return 1 ;;
  esac
}

if [[ ${funcstack[1]} == _ascendia ]]; then
  _ascendia "$@"
else
  compdef _ascendia ascendia
fi
