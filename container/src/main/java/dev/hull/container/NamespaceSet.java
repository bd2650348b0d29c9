package dev.hull.container;

import java.util.List;

/** The namespaces of one specification, asked by type. */
record NamespaceSet(List<LinuxSpec.NamespaceSpec> namespaces) {
    /** A new one. */
    boolean makes(Namespace type) {
        for (LinuxSpec.NamespaceSpec namespace : namespaces) {
            if (namespace.type() == type) {
                return namespace.path() == null;
            }
        }
        return false;
    }

    /** Not the host's: new or joined. */
    boolean has(Namespace type) {
        for (LinuxSpec.NamespaceSpec namespace : namespaces) {
            if (namespace.type() == type) {
                return true;
            }
        }
        return false;
    }
}
