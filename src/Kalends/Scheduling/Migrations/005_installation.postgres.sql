INSERT INTO installation (id, name, link_key)
VALUES (
    1, replace(CAST(gen_random_uuid() AS TEXT), '-', ''),
    CAST(gen_random_uuid() AS TEXT) || CAST(gen_random_uuid() AS TEXT));
