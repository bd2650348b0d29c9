/** Presets, container specifications and the plans made of them. */
module dev.hull.container {
    requires static transitive org.jspecify;
    requires transitive dev.hull.launch;
    requires transitive dev.hull.linux;
    requires com.google.gson;

    exports dev.hull.container;
    exports dev.hull.container.capability;
    exports dev.hull.container.device;
    exports dev.hull.container.plan;
    exports dev.hull.container.rlimit;
    exports dev.hull.container.seccomp;
}
