#!/bin/sh
# Installs what the benchmarks compare with: OpenCV and scikit-image as Debian packages them (lcms2 is there already).
command -v apt-get >/dev/null 2>&1 || { echo "no apt-get here: install OpenCV and scikit-image for Python by other means"; exit 1; }
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
as_root apt-get install -y --no-install-recommends python3-opencv python3-skimage imagemagick
