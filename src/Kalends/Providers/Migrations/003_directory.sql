ALTER TABLE providers ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE providers SET name = TRIM(first_name || ' ' || last_name);

-- What a day costs, in minor units of its currency.
ALTER TABLE providers ADD COLUMN cost {int} CHECK (cost >= 0);
ALTER TABLE providers ADD COLUMN currency TEXT CHECK ((currency IS NULL) = (cost IS NULL));
ALTER TABLE providers ADD COLUMN active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
ALTER TABLE providers ADD COLUMN version {int} NOT NULL DEFAULT 1;
ALTER TABLE providers ADD COLUMN deleted_at {int};

-- The sum of all published ratings, in hundredths, and how many they are.
ALTER TABLE providers ADD COLUMN rating_sum {int} NOT NULL DEFAULT 0;
ALTER TABLE providers ADD COLUMN rating_count {int} NOT NULL DEFAULT 0
    CHECK (rating_count >= 0 AND rating_sum BETWEEN 0 AND 500 * rating_count);

-- The mean as a whole number, in 10^-9 hundredths.
ALTER TABLE providers ADD COLUMN rating {int} GENERATED ALWAYS AS (
    CASE WHEN rating_count = 0 THEN 0
    ELSE rating_sum / rating_count * 1000000000 + rating_sum % rating_count * 1000000000 / rating_count END) {kept};

-- Orders go up, so that a page is what stands behind one row of values: the best rating has the lowest rank, who has
-- none stands behind who has nothing but zeros, and the highest cost has the lowest rank.
ALTER TABLE providers ADD COLUMN rating_rank {int} GENERATED ALWAYS AS (
    CASE WHEN rating_count = 0 THEN 1
    ELSE -(rating_sum / rating_count * 1000000000 + rating_sum % rating_count * 1000000000 / rating_count) END) {kept};
ALTER TABLE providers ADD COLUMN cost_rank {int} GENERATED ALWAYS AS (-cost) {kept};
ALTER TABLE providers ADD COLUMN sum_rank {int} GENERATED ALWAYS AS (-rating_sum) {kept};

-- The letters of the currency as one number; who has no price has a higher one than all currencies.
ALTER TABLE providers ADD COLUMN currency_rank {int} GENERATED ALWAYS AS (COALESCE(
    {code}(currency) * 65536 + {code}(SUBSTR(currency, 2)) * 256 + {code}(SUBSTR(currency, 3)), 16777216)) {kept};

CREATE INDEX providers_by_name ON providers (name, id) WHERE active = 1 AND deleted_at IS NULL;
CREATE INDEX providers_by_cost ON providers (currency, cost, id) WHERE active = 1 AND deleted_at IS NULL;
CREATE INDEX providers_by_cost_rank ON providers (currency, cost_rank, rating_rank, id)
    WHERE active = 1 AND deleted_at IS NULL;
CREATE INDEX providers_by_currency_rank ON providers (currency_rank, id) WHERE active = 1 AND deleted_at IS NULL;
CREATE INDEX providers_by_rating_rank ON providers (rating_rank, id) WHERE active = 1 AND deleted_at IS NULL;
CREATE INDEX providers_by_rating_count ON providers (rating_count, sum_rank, id)
    WHERE active = 1 AND deleted_at IS NULL;

-- Active: who is there and can be booked. Who is deleted keeps the row: what they did is still told by their name.
DROP VIEW public_providers;
CREATE VIEW public_providers AS
SELECT id, first_name, last_name, time_zone, user_id, owner_user_id, organisation_id,
       CASE WHEN deleted_at IS NULL THEN active ELSE 0 END AS active, deleted_at
FROM providers;

CREATE TABLE provider_languages (
    provider_id {int} NOT NULL REFERENCES providers (id),
    position {int} NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (provider_id, position),
    UNIQUE (provider_id, tag)
) {strict};

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
    PRIMARY KEY (provider_id, from_day)
) {strict};

-- The words of a provider's name and skills.
CREATE TABLE provider_words (
    provider_id {int} NOT NULL REFERENCES providers (id),
    word TEXT {bytes} NOT NULL,
    PRIMARY KEY (provider_id, word)
) {strict};

CREATE INDEX provider_words_by_word ON provider_words (word, provider_id);

-- Every word that some provider has had, under itself and under what is left of it without one of its letters: words
-- that are one edit apart meet under one of these.
CREATE TABLE word_variants (
    variant TEXT {bytes} NOT NULL,
    word TEXT {bytes} NOT NULL,
    PRIMARY KEY (variant, word)
) {strict};

CREATE TABLE reviews (
    id {id},
    provider_id {int} NOT NULL REFERENCES providers (id),
    user_id TEXT NOT NULL,
    -- In hundredths.
    rating {int} NOT NULL CHECK (rating BETWEEN 0 AND 500),
    comment TEXT,
    skill_id {int} REFERENCES skills (id),
    state TEXT NOT NULL CHECK (state IN ('published', 'hidden', 'replaced', 'withdrawn')),
    created_at {int} NOT NULL,
    ended_at {int} CHECK ((ended_at IS NULL) = (state IN ('published', 'hidden'))),
    -- What a moderator decided last; it stays known of a review that has ended.
    verdict TEXT CHECK (verdict IN ('published', 'hidden')),
    moderated_by TEXT,
    moderated_at {int} CHECK (moderated_at IS NULL OR (verdict IS NOT NULL AND moderated_by IS NOT NULL)),
    moderation_reason TEXT,
    reply TEXT,
    replied_by TEXT,
    replied_at {int} CHECK ((replied_at IS NULL) = (reply IS NULL) AND (reply IS NULL) = (replied_by IS NULL))
) {strict};

CREATE UNIQUE INDEX reviews_live ON reviews (provider_id, user_id) WHERE ended_at IS NULL;
CREATE INDEX reviews_of_provider ON reviews (provider_id, id);
CREATE INDEX reviews_published ON reviews (provider_id, id) WHERE state = 'published';
CREATE INDEX reviews_by_rating ON reviews (provider_id, rating, id) WHERE state = 'published';
CREATE INDEX reviews_of_user ON reviews (user_id, id);

-- All published ratings of the installation, spread over rows so that two reviews seldom wait for each other.
CREATE TABLE rating_totals (
    stripe {int} PRIMARY KEY,
    rating_sum {int} NOT NULL,
    rating_count {int} NOT NULL
) {strict};
