INSERT INTO installation (id, name) VALUES (1, lower(hex(randomblob(16))));
