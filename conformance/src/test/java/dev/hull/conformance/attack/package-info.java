/**
 * The known escapes from containers, each performed against the built product and found blocked; a class a family, each
 * test names its CVE. An attack that succeeds here may harm the machine: none writes more than it must to be noticed.
 */
@NullMarked
package dev.hull.conformance.attack;

import org.jspecify.annotations.NullMarked;
