#!/bin/sh
# Make the secrets of compose.yaml in a folder (default: secrets), those that are not there yet. Run it again after removing one.
set -eu
folder=${1:-secrets}
mkdir -p "$folder"
chmod 700 "$folder" # keeps other accounts out; the files themselves are read by the containers' own accounts

random() { od -An -N 24 -t x1 /dev/urandom | tr -d ' \n'; }

make() { # name, text
    [ -s "$folder/$1" ] || printf %s "$2" > "$folder/$1"
    chmod 444 "$folder/$1"
}

make superuser_password "$(random)"
make owner_password "$(random)"
make application_password "$(random)"
make meilisearch_master_key "$(random)"
make metrics_token "$(random)"
make secret_key "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_')"
host=${REGISTRY_DATABASE_HOST:-postgres:5432}
make migration_url "postgresql://registry_owner:$(cat "$folder/owner_password")@$host/registry"
make database_url "postgresql://registry_app:$(cat "$folder/application_password")@$host/registry"
