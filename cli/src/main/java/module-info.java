/** The hull command. */
module dev.hull.cli {
    requires static transitive org.jspecify;
    requires dev.hull.engine;
    requires com.google.gson;
}
