package dev.hull.launch.capsule;

import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Program;

/**
 * Client and keeper: what the capsule's start calls once the table is loaded. None takes a parameter, none returns.
 *
 * @param run {@code capsule PATH} with a table whose role is {@link dev.hull.launch.TableLayout#ROLE_RUN}
 * @param attach the same with {@link dev.hull.launch.TableLayout#ROLE_ATTACH}
 * @param spawned {@code capsule -}: the keeper of a resident engine, whose socket is descriptor 4
 */
record Roles(Function run, Function attach, Function spawned) {
    static Roles of(Program program, LoadedTable table, PerformerCalls performer, ChildPages pages, Times times) {
        Texts texts = new Texts(program);
        Claim claim = new Claim(program, table);
        RoleParts parts = new RoleParts(
                times,
                texts,
                new Messages(program),
                new HostCommand(program, table, texts),
                new ControlSocket(program));
        Keeper keeper = new Keeper(program, table, performer, claim, pages, parts);
        Client client = new Client(program, table, claim, keeper, parts);
        return new Roles(client.run, client.attach, keeper.spawned);
    }
}
