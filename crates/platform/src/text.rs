//! Text folding for search and slugs.
