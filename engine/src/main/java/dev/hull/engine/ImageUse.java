package dev.hull.engine;

import dev.hull.container.ImageDefaults;
import dev.hull.container.ResolvedUser;
import dev.hull.container.RunRequest;
import dev.hull.image.ImageConfig;
import dev.hull.image.ImageException;
import dev.hull.image.ImageSource;
import dev.hull.image.ImageStore;
import dev.hull.image.NeedsSystemCalls;
import dev.hull.image.Platform;
import dev.hull.image.ResolvedImage;
import dev.hull.image.RootTree;
import dev.hull.image.UserLookup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The image of a request: found, unpacked where the profile allows it, and asked what it says. */
final class ImageUse {
    private final Hull hull;
    private final ImageStore store;

    ImageUse(Hull hull) {
        this.hull = hull;
        Directories directories = hull.directories();
        this.store =
                new ImageStore(directories.images(), Platform.ofHost(), List.of(directories.run(), directories.data()));
    }

    /** @throws NeedsHeavyProfile if it must be unpacked and the profile cannot */
    ResolvedImage resolve(String word) {
        try {
            ImageSource source = ImageSource.parse(word, hull.caller().workingDirectory());
            if (hull.profile() == Profile.HEAVY) {
                return store.resolve(source);
            }
            return store.ready(source).orElseThrow(() -> new NeedsHeavyProfile("unpack " + word));
        } catch (ImageException e) {
            throw translated(e);
        }
    }

    static HullException translated(ImageException e) {
        return new HullException.Invalid(e.operation(), e.object(), e.reason(), e.advice());
    }

    static ImageDefaults defaults(ResolvedImage image) {
        ImageConfig config = image.config();
        return new ImageDefaults(
                config.entrypoint(),
                config.cmd(),
                config.env(),
                config.workingDir(),
                config.stopSignal(),
                config.labels());
    }

    /** Who runs the program: as asked, else as the image says, else root. */
    ResolvedUser user(RunRequest request, ResolvedImage image) {
        String asked = request.program().user();
        return user(
                asked == null ? image.config().user() : asked,
                request.program().groups(),
                request.program().onlyTheseGroups(),
                RootTree.of(image.root()));
    }

    /**
     * @param user {@code user[:group]}; null or empty for root
     * @param groups further supplementary groups, or with {@code only} all of them
     */
    ResolvedUser user(@Nullable String user, List<String> groups, boolean only, RootTree tree) {
        if ((user == null || user.isEmpty()) && groups.isEmpty()) {
            return ResolvedUser.ROOT;
        }
        try {
            UserLookup.Credentials found = new UserLookup(tree).resolve(user == null ? "" : user, groups);
            List<Long> all = only ? new UserLookup(tree).groups(groups) : found.groups();
            return new ResolvedUser(found.uid(), found.gid(), all, found.home());
        } catch (ImageException e) {
            throw translated(e);
        } catch (NeedsSystemCalls e) {
            throw new NeedsHeavyProfile("look up user " + user);
        }
    }
}
