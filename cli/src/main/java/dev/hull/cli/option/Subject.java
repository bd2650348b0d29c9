package dev.hull.cli.option;

import java.util.List;

/** The options of one subject, under one heading in help. */
public record Subject(String title, List<Option> options) {
    public Subject {
        options = List.copyOf(options);
    }

    public static Subject of(String title, Option... options) {
        return new Subject(title, List.of(options));
    }
}
