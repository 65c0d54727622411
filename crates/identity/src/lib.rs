//! Who people are: accounts and how they prove it, sessions, and the roles they hold within unit subtrees.
//!
//! What every slice asks about permissions stands in [`platform::access`]; this room puts a
//! [`Visitor`](platform::access::Visitor) into every request ([`identify`]).
//!
//! * Nobody is trusted until told: the first administrator is made on the server with `dinh admin create`; everybody
//!   else is given an account and a role by somebody who may give that role there.
//! * People sign in with a password, a passkey, or an identity at a provider that they have linked.
//! * People enrol, and recover, with a one-time code printed for them; whoever prints it never knows the password.
//! * A stranger can slow down guessing from where he guesses, and nothing else: nobody is ever locked out.
//! * A role's every change leaves who, when and why.

mod cards;
mod demo;
mod identify;
mod pages;
mod passkeys;
mod password;
mod providers;
pub mod rules;
mod secrets;
mod service;
mod settings;
mod store;

pub use cards::{Card, Sheet};
pub use demo::{PASSWORD as DEMO_PASSWORD, account as demo_account, prepare as prepare_demo};
pub use identify::identify;
pub use pages::{Declared, routes};
pub use passkeys::{Key, MeansError};
pub use platform::random::Random;
pub use providers::Linked;
pub use secrets::Code;
pub use service::{Account, Event, Grant, GrantError, Identity, Means, NewGrant, SignIn, Whence};
pub use settings::{ProviderSettings, Settings};
pub use store::{MIGRATIONS, holders};

use platform::i18n::Texts;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "identity",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
