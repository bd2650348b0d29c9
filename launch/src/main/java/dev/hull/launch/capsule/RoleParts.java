package dev.hull.launch.capsule;

/** What client and keeper have in common. */
record RoleParts(Times times, Texts texts, Messages messages, HostCommand host, ControlSocket control) {}
