/** Launch plans: performed by the capsule, explained in words. */
module dev.hull.launch {
    requires static transitive org.jspecify;
    requires transitive dev.hull.linux;

    exports dev.hull.launch;
    exports dev.hull.launch.capsule;
}
