/** Image sources, layers, trees. */
module dev.hull.image {
    requires static transitive org.jspecify;
    requires transitive dev.hull.linux;
    requires com.google.gson;

    exports dev.hull.image;
    exports dev.hull.image.tar;
    exports dev.hull.image.tree;
}
