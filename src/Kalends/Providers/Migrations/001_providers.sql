-- Who is deleted keeps the row, and is not active: what they did is still told by their name.
CREATE TABLE providers (
    id {id},
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    -- What a day costs, in minor units of its currency.
    cost {int} CHECK (cost >= 0),
    currency TEXT CHECK ((currency IS NULL) = (cost IS NULL)),
    time_zone TEXT NOT NULL,
    active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    -- Whether people without an account see and book them; NULL if the organisation decides, or the installation.
    published {int} CHECK (published IN (0, 1)),
    user_id TEXT UNIQUE,
    owner_user_id TEXT NOT NULL,
    organisation_id {int},
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    deleted_at {int} CHECK (deleted_at IS NULL OR active = 0),
    -- When the name was erased too.
    erased_at {int} CHECK (erased_at IS NULL OR deleted_at IS NOT NULL),
    version {int} NOT NULL DEFAULT 1,
    -- The sum of all published ratings, in hundredths, and how many they are.
    rating_sum {int} NOT NULL DEFAULT 0,
    rating_count {int} NOT NULL DEFAULT 0
        CHECK (rating_count >= 0 AND rating_sum BETWEEN 0 AND 500 * rating_count),
    -- The mean as a whole number, in 10^-9 hundredths.
    rating {int} GENERATED ALWAYS AS (
        CASE WHEN rating_count = 0 THEN 0
        ELSE rating_sum / rating_count * 1000000000 + rating_sum % rating_count * 1000000000 / rating_count END) {kept},
    -- Orders go up, so that a page is what stands behind one row of values: the best rating has the lowest rank, who
    -- has none stands behind who has nothing but zeros, and the highest cost has the lowest rank.
    rating_rank {int} GENERATED ALWAYS AS (
        CASE WHEN rating_count = 0 THEN 1
        ELSE -(rating_sum / rating_count * 1000000000 + rating_sum % rating_count * 1000000000 / rating_count) END)
        {kept},
    cost_rank {int} GENERATED ALWAYS AS (-cost) {kept},
    sum_rank {int} GENERATED ALWAYS AS (-rating_sum) {kept},
    -- The letters of the currency as one number; who has no price has a higher one than all currencies.
    currency_rank {int} GENERATED ALWAYS AS (COALESCE(
        {code}(currency) * 65536 + {code}(SUBSTR(currency, 2)) * 256 + {code}(SUBSTR(currency, 3)), 16777216)) {kept}
) {strict};

CREATE INDEX providers_by_owner ON providers (owner_user_id, id);
CREATE INDEX providers_by_organisation ON providers (organisation_id, id);

-- Lists and searches show only who is active.
CREATE INDEX providers_by_time_zone ON providers (time_zone) WHERE active = 1;
CREATE INDEX providers_by_name ON providers (name, id) WHERE active = 1;
CREATE INDEX providers_by_cost ON providers (currency, cost, id) WHERE active = 1;
CREATE INDEX providers_by_cost_rank ON providers (currency, cost_rank, rating_rank, id) WHERE active = 1;
CREATE INDEX providers_by_currency_rank ON providers (currency_rank, id) WHERE active = 1;
CREATE INDEX providers_by_rating_rank ON providers (rating_rank, id) WHERE active = 1;
CREATE INDEX providers_by_rating_count ON providers (rating_count, sum_rank, id) WHERE active = 1;

-- What organisations say of all their providers.
CREATE TABLE publications (
    organisation_id {int} PRIMARY KEY,
    -- Whether people without an account see and book them; NULL if the installation decides.
    published {int} CHECK (published IN (0, 1)),
    -- The sites that may show the booking in a frame: origins, separated by blanks.
    embed_origins TEXT NOT NULL,
    updated_at {int} NOT NULL,
    version {int} NOT NULL
) {strict};

CREATE TABLE skills (
    id {id},
    name TEXT NOT NULL UNIQUE
) {strict};

CREATE TABLE provider_skills (
    provider_id {int} NOT NULL REFERENCES providers (id),
    position {int} NOT NULL,
    skill_id {int} NOT NULL REFERENCES skills (id),
    PRIMARY KEY (provider_id, position),
    UNIQUE (provider_id, skill_id)
) {strict};

CREATE INDEX provider_skills_by_skill ON provider_skills (skill_id, provider_id);

CREATE TABLE provider_languages (
    provider_id {int} NOT NULL REFERENCES providers (id),
    position {int} NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (provider_id, position),
    UNIQUE (provider_id, tag)
) {strict};

CREATE INDEX provider_languages_by_tag ON provider_languages (LOWER(tag {bytes}), provider_id);

-- The dates of a provider as they were given.
CREATE TABLE provider_availability (
    provider_id {int} NOT NULL REFERENCES providers (id),
    position {int} NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL CHECK (to_date >= from_date),
    PRIMARY KEY (provider_id, position)
) {strict};

-- The same without overlaps: stretches of days since 1970, both ends included, none of which touches another.
CREATE TABLE provider_days (
    provider_id {int} NOT NULL REFERENCES providers (id),
    from_day {int} NOT NULL,
    to_day {int} NOT NULL CHECK (to_day >= from_day),
    -- The day of the stretch at which it hangs in a tree of all days; see DaysTree.
    node {int} NOT NULL,
    PRIMARY KEY (provider_id, from_day)
) {strict};

CREATE INDEX provider_days_to ON provider_days (node, to_day, provider_id);
CREATE INDEX provider_days_from ON provider_days (node, from_day, provider_id);
CREATE INDEX provider_availability_by_date ON provider_availability (from_date, to_date, provider_id);

CREATE TABLE clients (
    id {id},
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    user_id TEXT UNIQUE,
    owner_user_id TEXT NOT NULL,
    organisation_id {int},
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    -- Since when nothing is known of the person any more.
    erased_at {int}
) {strict};

CREATE INDEX clients_by_owner ON clients (owner_user_id, id);
CREATE INDEX clients_by_organisation ON clients (organisation_id, id);

-- The words of a client's name.
CREATE TABLE client_words (
    client_id {int} NOT NULL REFERENCES clients (id),
    word TEXT {bytes} NOT NULL,
    PRIMARY KEY (client_id, word)
) {strict};

CREATE INDEX client_words_by_word ON client_words (word, client_id);

-- Offers to be bound to a provider or a client. Those that were revoked, or that another change has made void, are
-- deleted, so that a person has a bounded number of them.
CREATE TABLE invitations (
    id {id},
    code_hash TEXT NOT NULL UNIQUE,
    provider_id {int} REFERENCES providers (id),
    client_id {int} REFERENCES clients (id),
    bound_as TEXT NOT NULL CHECK (bound_as IN ('user', 'owner', 'user_and_owner', 'organisation')),
    created_at {int} NOT NULL,
    created_by TEXT NOT NULL,
    expires_at {int} NOT NULL,
    accepted_at {int},
    accepted_by TEXT,
    CHECK ((provider_id IS NULL) <> (client_id IS NULL)),
    CHECK ((accepted_at IS NULL) = (accepted_by IS NULL))
) {strict};

CREATE INDEX invitations_to_provider ON invitations (provider_id, id) WHERE provider_id IS NOT NULL;
CREATE INDEX invitations_to_client ON invitations (client_id, id) WHERE client_id IS NOT NULL;

-- Who has read what of a client. One row stands for all reads of a kind by a user within a stretch of time.
CREATE TABLE client_reads (
    client_id {int} NOT NULL REFERENCES clients (id),
    -- The begin of the stretch.
    since {int} NOT NULL,
    reader TEXT {bytes} NOT NULL,
    kind TEXT {bytes} NOT NULL
        CHECK (kind IN ('record', 'reservations', 'answers', 'contact', 'calendar', 'export')),
    -- The first read of the stretch.
    read_at {int} NOT NULL,
    -- That which the reader managed at that time.
    organisation_id {int},
    PRIMARY KEY (client_id, since, reader, kind)
) {strict};

CREATE INDEX client_reads_by_time ON client_reads (since);

CREATE VIEW public_providers AS
SELECT p.id, p.name, p.first_name, p.last_name, p.cost, p.currency, p.time_zone, p.active, p.published, p.user_id,
       p.owner_user_id, p.organisation_id, p.created_at, p.updated_at, p.deleted_at, p.version, p.rating_sum,
       p.rating_count, p.rating, p.rating_rank, p.cost_rank, p.sum_rank, p.currency_rank
FROM providers p;

CREATE VIEW public_publications AS SELECT organisation_id, published FROM publications;

CREATE VIEW public_skills AS SELECT id, name FROM skills;

CREATE VIEW public_provider_skills AS
SELECT h.provider_id, h.position, h.skill_id, s.name
FROM provider_skills h
JOIN skills s ON s.id = h.skill_id;

-- The same without their names, for searches.
CREATE VIEW public_held_skills AS SELECT provider_id, skill_id FROM provider_skills;

CREATE VIEW public_provider_languages AS SELECT provider_id, position, tag FROM provider_languages;

CREATE VIEW public_provider_availability AS
SELECT provider_id, position, from_date, to_date FROM provider_availability;

CREATE VIEW public_provider_days AS SELECT provider_id, from_day, to_day, node FROM provider_days;

CREATE VIEW public_clients AS
SELECT id, first_name, last_name, time_zone, user_id, owner_user_id, organisation_id, erased_at FROM clients;
