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
  local command='' expecting='' only_arguments='' position=0 kind='' cur='' glue='' prefix='' trimmed='' typed index word
  local -a line=() candidates=()
  COMPREPLY=()
  # Where : and = end a word for bash (COMP_WORDBREAKS), they stand alone here and are put together again.
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    if [[ ${#line[@]} -gt 0 && ( -n $glue || ( -n $word && -z ${word//[:=]/} ) ) ]]; then
      line[${#line[@]} - 1]+=$word
    else
      line+=("$word")
    fi
    glue=''
    [[ -n $word && -z ${word//[:=]/} ]] && glue=1
  done
  for ((index = 0; index < ${#line[@]} - 1; index++)); do _ascendia_step "${line[index]}"; done
  [[ ${#line[@]} -gt 0 ]] && cur=${line[${#line[@]} - 1]}
  typed=$cur

  if [[ -n $expecting ]]; then
    _ascendia_takes "$command" "$expecting"
  elif [[ -z $only_arguments && $cur == --*=* ]]; then
    _ascendia_takes "$command" "${cur%%=*}" || return 0
    prefix=${cur%%=*}=
    cur=${cur#*=}
  elif [[ -z $only_arguments && $cur == -* ]]; then
    _ascendia_options "$command"
  elif [[ -z $command ]]; then
    _ascendia_commands
  elif ! _ascendia_takes "$command" "$position" && ! _ascendia_takes "$command" +; then
    _ascendia_options "$command"
  fi

  if [[ $kind == clinics ]]; then
    while IFS= read -r word; do candidates+=("$word"); done \
      < <("${COMP_WORDS[0]/#\~/$HOME}" completion --list clinics 2>/dev/null)
  elif [[ $kind == files ]]; then
    while IFS= read -r word; do candidates+=("$word"); done < <(compgen -f -- "$cur")
    compopt -o filenames 2>/dev/null
  fi

  # Bash replaces only what comes after the last : or =, where these end a word.
  [[ $COMP_WORDBREAKS == *:* ]] && trimmed=${typed%"${typed##*:}"}
  word=${typed%"${typed##*=}"}
  [[ $COMP_WORDBREAKS == *=* && ${#word} -gt ${#trimmed} ]] && trimmed=$word
  for word in "${candidates[@]}"; do
    [[ -n $word && $word == "$cur"* ]] || continue
    word=$prefix$word
    COMPREPLY+=("${word#"$trimmed"}")
  done
}

complete -F _ascendia ascendia
