# Sourced by hull and mvnw: finds a JDK 25. Sets jdk to its home, or to nothing.
# Looks at JAVA_HOME, then PATH, then the usual folders. A JDK's release file tells its version without starting it.

hull_is_jdk25() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r hull_line; do
        case $hull_line in
            'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

jdk=
if [ -n "${JAVA_HOME:-}" ] && hull_is_jdk25 "$JAVA_HOME"; then
    jdk=$JAVA_HOME
fi
if [ -z "$jdk" ] && hull_java=$(command -v java); then
    hull_java=$(readlink -f "$hull_java")
    hull_java=${hull_java%/bin/java}
    if hull_is_jdk25 "$hull_java"; then
        jdk=$hull_java
    fi
fi
if [ -z "$jdk" ]; then
    for hull_java in /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        if hull_is_jdk25 "$hull_java"; then
            jdk=$hull_java
            break
        fi
    done
fi
