#!/bin/sh
# Takes the lock of a data folder, writes the pid file, becomes workerd.
#
#   launch.sh DATA                            only look whether the lock is free
#   launch.sh DATA WORKERD CONFIG [COMMAND…]  and run COMMAND beside workerd, with workerd's pid appended
#
# `exec` keeps the pid, so the pid file names the native binary. Descriptor 9 stays open in workerd: the
# kernel drops the lock when, and only when, workerd is gone. Two on one folder would both fire its alarms.
set -eu
data=$1
exec 9>>"$data/.lock"
flock -n -E 75 9 || {
  code=$?
  if [ "$code" -eq 75 ]; then
    pid=$(cat "$data/workerd.pid" 2>/dev/null) || pid=unknown
    echo "trunkline: already running on $data (pid $pid)." >&2
  else
    echo "trunkline: cannot lock $data/.lock; it must be on a file system that supports locks." >&2
  fi
  exit "$code"
}
[ $# -gt 1 ] || exit 0

workerd=$2 config=$3
shift 3
mkdir -p "$data/state"
echo $$ >"$data/workerd.pid.new"
mv "$data/workerd.pid.new" "$data/workerd.pid"
# In a subshell, so that it is no child of workerd, which would never reap it. It holds no lock and sees no secret.
[ $# -eq 0 ] || (env -i "$@" $$ 9>&- &)
exec "$workerd" serve "$config" --directory-path "state=$data/state" </dev/null
