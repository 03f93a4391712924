#!/bin/sh
# Run once by the image, on an empty data folder: Omni2 gets a user of its own, who owns its database and nothing else.
set -eu

# psql reads the password itself, so that it is on no command line.
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat /run/secrets/omni2-password`
CREATE ROLE omni2 LOGIN PASSWORD :'password';
CREATE DATABASE omni2 OWNER omni2;
SQL
