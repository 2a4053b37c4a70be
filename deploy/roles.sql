-- Run once by psql as superuser in a new PostgreSQL: the owner of the tables, and the role of the running application, which
-- gets its rights from `registry migrate`. The passwords are read from files, so that no command line shows them.
\set ON_ERROR_STOP on
\set owner_password `cat "${REGISTRY_SECRETS:-/run/secrets}/owner_password"`
\set application_password `cat "${REGISTRY_SECRETS:-/run/secrets}/application_password"`
CREATE ROLE registry_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE registry_app LOGIN PASSWORD :'application_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE registry OWNER registry_owner;
REVOKE ALL ON DATABASE registry FROM PUBLIC;
GRANT CONNECT ON DATABASE registry TO registry_app;
