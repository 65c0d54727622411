//! What a user of the facts can notice, on both databases.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod reconcile;
#[cfg(test)]
mod seed;
#[cfg(test)]
mod store;
#[cfg(test)]
mod world;
