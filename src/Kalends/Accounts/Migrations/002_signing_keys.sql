-- What signs tokens: the key with the highest number. Those before it verify until the last token of theirs is over.
CREATE TABLE signing_keys (
    number {int} PRIMARY KEY CHECK (number > 0),
    -- Base64.
    value TEXT NOT NULL,
    made_at {int} NOT NULL
) {strict};

INSERT INTO signing_keys (number, value, made_at)
SELECT 1, value, 0 FROM secrets WHERE name = 'token_key';

DROP TABLE secrets;
