/** The Java API: one Hull composes everything below it; lifecycle, logs, events, volumes. */
module dev.hull.engine {
    requires static transitive org.jspecify;
    requires transitive dev.hull.container;
    requires transitive dev.hull.image;
    requires transitive dev.hull.launch;
    requires transitive dev.hull.linux;
    requires transitive com.google.gson;

    exports dev.hull.engine;
}
