#!/bin/sh
# Installs Debian packages without what their installation does on the side: Sluice runs its own Nginx and, in tests, its own
# PostgreSQL, so the system's services stay as they were. Runs as root.
#   install-packages.sh PACKAGE…
set -eu
export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1

is_installed() { dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# Debian asks this file whether a package may start a service. One that the machine already has is left alone; ours is known
# by its mark, so that an interrupted run's is taken away by the next.
policy=/usr/sbin/policy-rc.d
mark='# Sluice is installing packages'
if [ -e "$policy" ] && grep -qF "$mark" "$policy"; then rm -f "$policy"; fi
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy"
  chmod 755 "$policy"
fi

# The server's programs are wanted, a cluster that runs from now on is not.
if ! is_installed postgresql-common && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi
had_nginx=no
if is_installed nginx-common; then had_nginx=yes; fi

apt-get update
apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold "$@"

# It would take port 80 at the next boot.
if [ "$had_nginx" = no ] && is_installed nginx-common && command -v systemctl >/dev/null; then
  systemctl disable nginx
fi
