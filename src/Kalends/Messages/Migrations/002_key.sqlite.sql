INSERT INTO message_key (one, value) VALUES (1, lower(hex(randomblob(32))));
