INSERT INTO installation (id, name) VALUES (1, replace(CAST(gen_random_uuid() AS TEXT), '-', ''));
