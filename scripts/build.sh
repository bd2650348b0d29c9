# Sourced by hull: builds the product, with progress on stderr, and leaves on failure. One build at a time.

if [ -n "${HULL_NO_BUILD:-}" ]; then
    echo "hull: there is no product in $product, and HULL_NO_BUILD forbids to build it: unset it, or run $here/hull once" >&2
    exit 125
fi
if ! [ -w "$here" ] || { [ -e "$here/target" ] && ! [ -w "$here/target" ]; }; then
    if [ -r "$product/start" ] && . "$product/start" && [ -x "$java" ]; then
        # Somebody else's checkout, with sources newer than its product: theirs to build.
        return 0
    fi
    echo "hull: there is no product in $product, and $(id -un) may not write there: let its owner run $here/hull once" >&2
    exit 125
fi

. "$here/scripts/jdk.sh"
if [ -z "$jdk" ]; then
    cat >&2 <<'TEXT'
hull: no JDK 25 found in JAVA_HOME, on PATH or in /usr/lib/jvm. To install one on Debian 12:
    apt-get install --no-install-recommends wget gpg ca-certificates
    wget -qO- https://packages.adoptium.net/artifactory/api/gpg/key/public | gpg --dearmor >/etc/apt/trusted.gpg.d/adoptium.gpg
    echo "deb https://packages.adoptium.net/artifactory/deb bookworm main" >/etc/apt/sources.list.d/adoptium.list
    apt-get update && apt-get install --no-install-recommends temurin-25-jdk
or unpack any JDK 25 and set JAVA_HOME to it.
TEXT
    exit 125
fi
if ! command -v mvn >/dev/null; then
    echo "hull: no Maven found on PATH. To install it on Debian: apt-get install --no-install-recommends maven" >&2
    exit 125
fi

# The first of several takes the lock; the others find its work done.
hull_build() {
    mkdir -p "$here/target" || exit 125
    exec 9>"$here/target/build.lock" || exit 125
    if ! flock -n 9; then
        echo "hull: waiting for another build" >&2
        flock 9
        [ -r "$product/start" ] && exit 0
    fi
    echo "hull: building $here (log: target/build.log)" >&2
    "$here/mvnw" -pl cli -am package -Dmaven.test.skip=true -Dhull.lint=off 2>&1 9>&- |
        tee "$here/target/build.log" |
        sed -n -u 's/^\[INFO\] Building \(Hull.*\) 0.*\[\([0-9]*\)\/\([0-9]*\)\]$/hull: \1 (\2 of \3)/p
            s/^\[INFO\] Building \(Hull.*\) [^ ]*$/hull: \1/p
            s/^product: /hull: /p' >&2
    if ! grep -q '^\[INFO\] BUILD SUCCESS' "$here/target/build.log"; then
        grep -m 20 '^\[ERROR\]' "$here/target/build.log" >&2
        echo "hull: the build failed; $here/target/build.log has all of it" >&2
        exit 125
    fi
    # The product may be byte for byte the one that was there: it is as new as the sources all the same.
    touch "$product/start"
}
(hull_build) || exit 125
