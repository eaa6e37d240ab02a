# Run by sh -c, with: PIDFILE GRACE_SECONDS COMMAND...
# Runs COMMAND, and ends it when our standard input ends: whoever started us has closed it, or is dead
# (the kernel closes it even after kill -9). TERM first; KILL when the grace is over.
# A Ctrl-C in the terminal reaches the whole process group: it is for our parent to act on, not for us.
trap '' INT HUP
exec 3<&0 </dev/null
pidfile=$1
grace=$2
shift 2
"$@" 3<&- &
server=$!
echo "$server" >"$pidfile"
(
  while read -r _ <&3; do :; done
  kill -TERM "$server" 2>/dev/null
  waited=0
  while [ "$waited" -lt "$grace" ] && kill -0 "$server" 2>/dev/null; do
    sleep 1
    waited=$((waited + 1))
  done
  kill -KILL "$server" 2>/dev/null
) &
watcher=$!
exec 3<&-
trap 'kill -TERM "$server" 2>/dev/null' TERM
while :; do
  wait "$server"
  status=$?
  kill -0 "$server" 2>/dev/null || break # else it was a signal to us that ended the wait
done
kill -KILL "$watcher" 2>/dev/null
rm -f "$pidfile"
exit "$status"
