# Outlives a supervisor that was killed, and then ends the children it could no longer stop. The supervisor writes
# "add <pid> <signal>" and "drop <pid>" here, and "quit" when it ends in order; the end of input means that it is gone.
trap '' INT TERM HUP
children=''
while read -r action pid signal; do
  case $action in
    add) children="$children $pid:$signal" ;;
    drop)
      kept=''
      for child in $children; do [ "${child%%:*}" = "$pid" ] || kept="$kept $child"; done
      children=$kept
      ;;
    quit) exit 0 ;;
  esac
done
for child in $children; do kill -s "${child##*:}" "${child%%:*}" 2>/dev/null; done
tries=0
while [ $tries -lt 50 ]; do
  alive=''
  for child in $children; do kill -0 "${child%%:*}" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || exit 0
  sleep 0.1
  tries=$((tries + 1))
done
for child in $children; do kill -s KILL -- "-${child%%:*}" 2>/dev/null; done
