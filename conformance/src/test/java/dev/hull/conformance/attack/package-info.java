/**
 * The known escapes from containers, each performed against the built product and found blocked; a class a family, each
 * test names its CVE. An attack that succeeds here may harm the machine: none writes more than it must to be noticed.
 *
 * <p>Not here, because what they attack is not built yet: internal networks (CVE-2024-29018), published ports
 * (CVE-2020-8558), hooks (CVE-2024-0132, CVE-2025-23266), builds (CVE-2024-9407, CVE-2024-11218), device models (VENOM).
 */
@NullMarked
package dev.hull.conformance.attack;

import org.jspecify.annotations.NullMarked;
