package io.ddm.api.wire;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.List;

/** Reads the bodies of all versions: one shape over the families, in the version's form of prefixes. */
final class BodyReader {

    private final PrefixForm form;
    private final ObjectReader<Entries> update;
    private final ObjectReader<Entries> pullReply;

    /** What was read so far; the reply to a pull only announces. */
    private static final class Entries {
        final BodyContext context;
        final List<PathVector> announce = new ArrayList<>();
        final List<PathVector> withdraw = new ArrayList<>();

        Entries(ReadLimits limits) {
            this.context = new BodyContext(limits);
        }
    }

    BodyReader(PrefixForm form, List<EntryCodec> families) {
        this.form = form;
        ObjectReader<Entries> updateOfAll = ObjectReader.named("Update");
        ObjectReader<Entries> replyOfAll = ObjectReader.named("PullResponse");
        for (EntryCodec family : families) {
            String name = family.family().name();
            ObjectReader<Entries> half = ObjectReader.<Entries>named(family.updateName())
                    .required("announce", (in, into) -> entries(in, family, into.context, into.announce))
                    .required("withdraw", (in, into) -> entries(in, family, into.context, into.withdraw));
            updateOfAll = updateOfAll.nullable(name, half::read);
            replyOfAll = replyOfAll.nullable(name, (in, into) -> entries(in, family, into.context, into.announce));
        }
        this.update = updateOfAll;
        this.pullReply = replyOfAll;
    }

    Decoded<Update> update(byte[] body, ReadLimits limits) throws BadJsonException {
        Entries read = JsonReader.read(body, in -> update.read(in, new Entries(limits)));
        return read.context.with(new Update(read.announce, read.withdraw));
    }

    Decoded<List<PathVector>> pullReply(byte[] body, ReadLimits limits) throws BadJsonException {
        Entries read = JsonReader.read(body, in -> pullReply.read(in, new Entries(limits)));
        return read.context.with(List.copyOf(read.announce));
    }

    private void entries(JsonReader in, EntryCodec family, BodyContext context, List<PathVector> into)
            throws BadJsonException {
        in.beginArray();
        while (in.nextElement()) {
            PathVector read = family.read(in, form, context);
            if (read != null && context.takeEntry(in)) {
                into.add(read);
            }
        }
    }
}
