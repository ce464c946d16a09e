#!/usr/bin/env bash
# bullseye-programs.sh: puts clients of Consul that Debian 12 lacks into artifacts/programs/bin, as Debian 11 has them: consul, the official command line
# (1.8.7, the last one under a free licence in Debian), and a Prometheus that is built with consul_sd_configs. Nothing is installed, and the apt of the
# machine is left as it is: lists and packages have folders of their own here; apt checks their signatures. Does nothing where the programs are.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD/artifacts/programs
packages=(consul prometheus)
mirrors=(http://deb.debian.org/debian http://archive.debian.org/debian)  # the second is where a release goes at its end
keys=/usr/share/keyrings/debian-archive-keyring.gpg

is_there() { [ -x "$root/bin/consul" ] && [ -x "$root/bin/prometheus" ] && [ -x "$root/bin/promtool" ]; }
if is_there; then exit 0; fi
[ -r "$keys" ] || { echo "$keys is missing (Debian: debian-archive-keyring): it says whose packages are Debian's"; exit 1; }

work=$root/apt
rm -rf "$work"
mkdir -p "$work"/{lists,archives}/partial "$work/unpacked" "$root/bin"
options=(
  -qq -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$work/lists"
  -o "Dir::Cache=$work" -o Dir::State::Status=/dev/null -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false
  -o Acquire::Retries=3 -o APT::Sandbox::User=
)
for mirror in "${mirrors[@]}"; do
  echo "deb [signed-by=$keys] $mirror bullseye main" >"$work/sources.list"
  echo "fetching ${packages[*]} of Debian 11 from $mirror"
  if apt-get "${options[@]}" update </dev/null && (cd "$work" && apt-get "${options[@]}" download "${packages[@]}" </dev/null); then
    for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work/unpacked"; done
    mv "$work"/unpacked/usr/bin/{consul,prometheus,promtool} "$root/bin/"
    rm -rf "$work"
    is_there
    exit
  fi
done
echo "no mirror has ${packages[*]} of Debian 11 (bullseye): ${mirrors[*]}"
exit 1
