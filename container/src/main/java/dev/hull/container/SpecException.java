package dev.hull.container;

/** A config.json that cannot be read as a container: where in it, and what is wrong there. */
public final class SpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;

    public SpecException(String path, String reason) {
        super("config.json, " + path + ": " + reason);
        this.path = path;
    }

    /** The JSON path of the property, {@code $.process.args[0]}. */
    public String path() {
        return path;
    }
}
