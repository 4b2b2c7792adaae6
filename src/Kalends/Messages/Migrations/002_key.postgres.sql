INSERT INTO message_key (one, value)
VALUES (1, CAST(gen_random_uuid() AS TEXT) || CAST(gen_random_uuid() AS TEXT));
