package dev.hull.cli.option;

import java.util.List;

/**
 * What a manual page has beside the options.
 *
 * @param description paragraphs, separated by empty lines
 * @param examples a command and what it does, in turn
 * @param exits an exit code and what it means, in turn
 */
public record Manual(String description, List<String> examples, List<String> exits) {
    public Manual {
        examples = List.copyOf(examples);
        exits = List.copyOf(exits);
    }
}
