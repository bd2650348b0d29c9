/**
 * Seccomp filters (seccomp(2)): the runtime-spec's and the profile's JSON, the ecosystem's default profile, the compiler
 * to classic BPF and an interpreter that tells what a filter would answer. Reads files and makes bytes; loading a filter
 * is a step of the plan. Gson is touched only where JSON is read: the default filter is there without it.
 */
@NullMarked
package dev.hull.container.seccomp;

import org.jspecify.annotations.NullMarked;
