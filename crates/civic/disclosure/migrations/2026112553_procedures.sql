-- What makes a notice an administrative procedure, as JSON; it is read and written with the text it belongs to.
ALTER TABLE disclosure_version ADD COLUMN procedure_json TEXT;
