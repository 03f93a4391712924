#!/bin/sh
# Makes the secrets that are missing, once, each in the volume of the only service that reads it.
# Nothing is printed and nothing is overwritten. Delete a file (or the volume) and start again to have a new one;
# the passwords of the database are in the database too, so those have to be changed there.
set -eu
umask 077

omni2=${1:-/secrets/omni2}
postgres=${2:-/secrets/postgres}
traefik=${3:-/secrets/traefik}
# The users of the three images.
omni2_user=1654
postgres_user=999
traefik_user=65532

main() {
  database_password=$(kept "$postgres/omni2-password" "$postgres_user" random_word)
  kept "$postgres/postgres-password" "$postgres_user" random_word >/dev/null
  kept "$omni2/ConnectionStrings__Omni2" "$omni2_user" connection_string >/dev/null
  kept "$omni2/Omni2__Jwt__SigningKey" "$omni2_user" random_word >/dev/null
  kept "$omni2/Omni2__Admin__Password" "$omni2_user" random_word >/dev/null
  proxy_secret=$(kept "$omni2/Omni2__ForwardAuth__Secret" "$omni2_user" random_word)
  kept "$traefik/forward-auth-secret.yml" "$traefik_user" proxy_headers >/dev/null
  chmod 755 "$omni2" "$postgres" "$traefik"
}

# Writes what the command prints to the file unless it is there, gives it to the user, and prints it.
kept() {
  if [ ! -s "$1" ]; then
    "$3" >"$1.new"
    chmod 400 "$1.new"
    if [ "$(id -u)" = 0 ]; then chown "$2:$2" "$1.new"; fi
    mv "$1.new" "$1"
  fi
  cat "$1"
}

# 256 bits, in letters that need no quoting anywhere.
random_word() {
  od -An -vN32 -tx1 /dev/urandom | tr -d ' \n'
  echo
}

connection_string() {
  echo "Host=postgres;Database=omni2;Username=omni2;Password=$database_password"
}

# The header by which Omni2 knows that the proxy has signed the person in. Traefik reads it as a part of its own settings.
proxy_headers() {
  cat <<YAML
http:
  middlewares:
    omni2-proxy-secret:
      headers:
        customRequestHeaders:
          X-Forward-Auth-Secret: "$proxy_secret"
YAML
}

main
