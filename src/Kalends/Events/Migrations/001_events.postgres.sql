CREATE SEQUENCE events_numbers;

-- A transaction gets its own number before it takes one for an event: whoever waits for all transactions with lower
-- numbers then waits for every event with a lower one.
CREATE FUNCTION next_event() RETURNS BIGINT LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN nextval('events_numbers');
END
$$;

CREATE TABLE events (
    seq BIGINT PRIMARY KEY DEFAULT next_event(),
    id TEXT NOT NULL UNIQUE,
    created_at {int} NOT NULL,
    -- Events of others have no kind or subject and may have no component.
    component TEXT,
    kind TEXT,
    subject TEXT,
    actor TEXT NOT NULL,
    environment TEXT,
    -- The facts of Kalends' own events.
    data TEXT,
    -- Whom it is about, and who kept them when it happened: who may read it is decided by these alone.
    provider_id {int},
    organisation_id {int},
    owner_user_id TEXT,
    -- 1 where another system said it, 0 where Kalends did.
    external {int} NOT NULL DEFAULT 0 CHECK (external IN (0, 1))
) {strict};

ALTER SEQUENCE events_numbers OWNED BY events.seq;

-- One row: up to which number old events have been removed. Only those can be deleted, and the number only rises, in
-- the transaction that removes them.
CREATE TABLE event_removal (
    one {int} PRIMARY KEY CHECK (one = 1),
    removed_to {int} NOT NULL
) {strict};

INSERT INTO event_removal (one, removed_to) VALUES (1, 0);

CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.seq <= (SELECT removed_to FROM event_removal) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the event log is append-only';
END
$$;

CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE ON events
FOR EACH ROW EXECUTE FUNCTION events_are_append_only();

CREATE INDEX events_by_component ON events (component, seq);
CREATE INDEX events_by_kind ON events (kind, seq) WHERE kind IS NOT NULL;
CREATE INDEX events_by_subject ON events (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX events_by_actor ON events (actor, seq);
CREATE INDEX events_by_environment ON events (environment, seq) WHERE environment IS NOT NULL;
CREATE INDEX events_by_provider ON events (provider_id, seq) WHERE provider_id IS NOT NULL;
CREATE INDEX events_by_organisation ON events (organisation_id, seq) WHERE organisation_id IS NOT NULL;
CREATE INDEX events_by_owner ON events (owner_user_id, seq) WHERE owner_user_id IS NOT NULL;
CREATE INDEX events_external ON events (seq) WHERE external = 1;
CREATE INDEX events_external_by_component ON events (component, seq) WHERE external = 1;

-- What other systems wrote, and the facts of Kalends' own events with what staff wrote about a client: it may name
-- people, so it lies apart from the log and can be erased.
CREATE TABLE event_texts (
    seq {int} PRIMARY KEY REFERENCES events,
    email TEXT,
    message TEXT,
    data TEXT,
    -- The client whom Kalends' own event is about.
    client_id {int}
) {strict};

CREATE FUNCTION event_texts_are_not_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the text of an event may be erased, never changed';
END
$$;

CREATE TRIGGER event_texts_are_not_changed BEFORE UPDATE ON event_texts
FOR EACH ROW EXECUTE FUNCTION event_texts_are_not_changed();

CREATE INDEX event_texts_by_email ON event_texts (email, seq) WHERE email IS NOT NULL;
CREATE INDEX event_texts_by_client ON event_texts (client_id, seq) WHERE client_id IS NOT NULL;
CREATE INDEX event_texts_with_message ON event_texts (seq) WHERE message IS NOT NULL;

-- Which events have a word in their message.
CREATE TABLE event_words (
    word TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL REFERENCES event_texts ON DELETE CASCADE,
    PRIMARY KEY (word, seq)
);

-- The words of a text that is erased.
CREATE INDEX event_words_by_text ON event_words (seq);

-- Every word there is, and each once more backwards behind an exclamation mark, so that endings are found too.
CREATE TABLE event_dictionary (
    word TEXT COLLATE "C" NOT NULL PRIMARY KEY
);

-- Between which instants the events of a block of 4,096 numbers were made.
CREATE TABLE event_blocks (
    number BIGINT PRIMARY KEY,
    earliest_at BIGINT NOT NULL,
    latest_at BIGINT NOT NULL
);
