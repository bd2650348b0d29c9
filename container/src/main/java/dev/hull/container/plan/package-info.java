/**
 * From a specification to a launch plan: one class a subject, each adds the steps of it.
 *
 * <p>Nothing here looks at the host but through {@link dev.hull.container.plan.PlanFacts}, and nothing performs a step.
 */
@NullMarked
package dev.hull.container.plan;

import org.jspecify.annotations.NullMarked;
