#!/usr/bin/env bash
# Is the door shut to everybody but the Worker? Run it from anywhere but the SFU machine itself:
#   DOOR_SECRET=… ./smoke.sh https://sfu1.example.org
set -euo pipefail

url=${1:?usage: DOOR_SECRET=… smoke.sh https://sfu1.example.org}
url=${url%/}
host=${url#*://}
host=${host%%[:/]*}
: "${DOOR_SECRET:?DOOR_SECRET is missing}"
bad=0

# status <curl arguments>: the HTTP status, 000 if nobody answers.
status() {
  curl --silent --output /dev/null --max-time 10 --path-as-is --write-out '%{http_code}' "$@" || true
}

# expect <status> <what> <curl arguments>
expect() {
  local want=$1 what=$2 got
  shift 2
  got=$(status "$@")
  if [ "$got" = "$want" ]; then
    echo "ok    $what ($got)"
  else
    echo "BAD   $what: $got instead of $want"
    bad=1
  fi
}

door=(--header "x-hallway-door: $DOOR_SECRET")
# As a client of the signalling socket asks.
upgrade=(--http1.1 --header 'Connection: Upgrade' --header 'Upgrade: websocket'
  --header 'Sec-WebSocket-Version: 13' --header 'Sec-WebSocket-Key: aGFsbHdheSBzbW9rZSAxMg==')
twirp=/twirp/livekit.RoomService/ListRooms

for path in /rtc /rtc/v1; do
  expect 404 "a socket without the header: $path" "${upgrade[@]}" "$url$path"
  # LiveKit itself answers, and wants a token.
  expect 401 "a socket with the header: $path" "${upgrade[@]}" "${door[@]}" "$url$path"
done
for path in $twirp /; do
  expect 404 "without the header: $path" "$url$path"
  expect 404 "with a wrong one: $path" --header 'x-hallway-door: guess' "$url$path"
done
for path in / /rtc/validate /rtc/v1/validate /agent /whip/v1 /settings /debug/rooms /metrics /twirp/livekit.Egress/ListEgress; do
  expect 404 "with the header, not the Worker's business: $path" "${door[@]}" "$url$path"
done
expect 401 "with the header: the API" "${door[@]}" --json '{}' "$url$twirp"

case $host in
  127.*|localhost) echo "skip  port 7880 (this is the machine itself)" ;;
  *) expect 000 "port 7880 is closed" "http://$host:7880/" ;;
esac

exit $bad
