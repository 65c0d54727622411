//! Errors and answers over HTTP.
