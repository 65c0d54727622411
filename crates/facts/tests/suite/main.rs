//! What a user of the facts can notice, on both databases.

mod catalogue;
mod reconcile;
mod seed;
mod store;
mod world;
