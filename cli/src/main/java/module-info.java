/** The hull command. */
module dev.hull.cli {
    requires static transitive org.jspecify;
    requires transitive dev.hull.engine;
    requires com.google.gson;

    exports dev.hull.cli;
    exports dev.hull.cli.command;
    exports dev.hull.cli.option;
}
