-- Ends a transaction whose statement touched no row because another one was faster. It is then repeated.
CREATE FUNCTION lost_race() RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'another transaction was faster' USING ERRCODE = 'serialization_failure';
END
$$;
