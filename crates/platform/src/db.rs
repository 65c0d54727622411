//! One database interface for SQLite and PostgreSQL.
