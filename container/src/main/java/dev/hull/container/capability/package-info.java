/**
 * Capabilities (capabilities(7)): their names and sets, what {@code --cap-add} and {@code --cap-drop} ask for, what this
 * process may give away, and the blocks that capset(2) takes. No other part of a process' identity lives here.
 */
@NullMarked
package dev.hull.container.capability;

import org.jspecify.annotations.NullMarked;
