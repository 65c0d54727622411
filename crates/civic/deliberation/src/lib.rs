//! People discuss and decide: proposals, meetings, household votes, elections, consultations.

pub mod rules;
