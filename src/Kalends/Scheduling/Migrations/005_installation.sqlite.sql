INSERT INTO installation (id, name, link_key) VALUES (1, lower(hex(randomblob(16))), lower(hex(randomblob(32))));
