CREATE TABLE skills (
    id {id},
    name TEXT NOT NULL UNIQUE
) {strict};

CREATE TABLE provider_skills (
    provider_id {int} NOT NULL REFERENCES providers (id),
    position {int} NOT NULL,
    skill_id {int} NOT NULL REFERENCES skills (id),
    PRIMARY KEY (provider_id, position),
    UNIQUE (provider_id, skill_id)
) {strict};

CREATE INDEX provider_skills_by_skill ON provider_skills (skill_id, provider_id);

CREATE VIEW public_provider_skills AS
SELECT h.provider_id, h.position, h.skill_id, s.name
FROM provider_skills h
JOIN skills s ON s.id = h.skill_id;
