package dev.hull.container;

import dev.hull.launch.KeeperSettings;

/**
 * {@code --restart}.
 *
 * @param kind see {@link KeeperSettings.Restart}
 * @param maximum with {@code on-failure:n}: n; 0 for no limit
 */
public record RestartPolicy(KeeperSettings.Restart kind, int maximum) {
    public static final RestartPolicy NO = new RestartPolicy(KeeperSettings.Restart.NO, 0);
}
