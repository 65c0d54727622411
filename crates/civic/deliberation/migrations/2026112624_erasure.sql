-- The words of an opinion erased on its giver's request after the consultation closed. It still counts.
ALTER TABLE consultation_opinion ADD COLUMN erased_on BIGINT;

CREATE INDEX deliberation_matter_of_person ON deliberation_matter (unit_id, proposed_by);
CREATE INDEX deliberation_consent_of_person ON deliberation_consent (unit_id, recorded_by);
