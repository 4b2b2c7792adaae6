-- The words of a provider's name and skills.
CREATE TABLE provider_words (
    provider_id {int} NOT NULL,
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
    provider_id {int} NOT NULL,
    user_id TEXT NOT NULL,
    -- In hundredths.
    rating {int} NOT NULL CHECK (rating BETWEEN 0 AND 500),
    comment TEXT,
    skill_id {int},
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
