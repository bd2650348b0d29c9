package dev.hull.cli.option;

/** What a shell offers where a word is expected. */
public enum Completes {
    NOTHING,
    FILE,
    DIRECTORY,
    CONTAINER,
    RUNNING_CONTAINER,
    VOLUME,
    IMAGE,
    SIGNAL,
    CAPABILITY,
    PRESET,
    COMMAND,
    VERB,
    SHELL
}
