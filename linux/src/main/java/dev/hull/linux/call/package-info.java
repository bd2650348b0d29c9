/**
 * Typed system calls: one class a subject, one method a call, the man page's words.
 *
 * <p>The only package that touches {@code java.lang.foreign.Linker}; the cold path stays out of it. Mechanism only: what
 * to open, mount or spawn is decided above. A downcall pins a virtual thread's carrier: methods that say "blocks" belong
 * on a platform thread.
 */
@NullMarked
package dev.hull.linux.call;

import org.jspecify.annotations.NullMarked;
